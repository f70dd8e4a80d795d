#pragma once

namespace lpsglass::report {

/// The page's style sheet: one column on a telephone, figures side by side where there is room, no figure or
/// row cut in print. A wide table scrolls by itself.
inline constexpr const char* kPageStyle = R"(
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; background: #fff; color: #222;
       font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
       overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid #0072b2; }
h3 { font-size: 1.02rem; line-height: 1.3; margin: 0 0 .4rem; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: #005a8c; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: .8rem 0; padding: 0; }
.subtitle { color: #555; }
.warning { border-left: 4px solid #d55e00; background: #fdf1e9; padding: .5rem .8rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: 1.4rem; }
figure { margin: 0; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; max-width: 40rem; }
figcaption { font-size: .9rem; color: #333; max-width: 40rem; }
figcaption .files { color: #666; font-size: .85em; }
.table { overflow-x: auto; margin: .8rem 0 1.4rem; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .28rem .8rem .28rem 0; border-bottom: 1px solid #ddd; }
thead th { border-bottom: 2px solid #888; white-space: nowrap; }
tbody th { font-weight: normal; }
sub, sup { line-height: 0; font-size: .75em; }
@media (max-width: 40rem) {
  body { padding: .7rem; }
  h1 { font-size: 1.3rem; }
  table { font-size: .82rem; }
  th, td { padding-right: .6rem; }
  thead th { white-space: normal; vertical-align: bottom; }
}
@media print {
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, figcaption .files { display: none; }
  .figures { grid-template-columns: 1fr 1fr; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .table { overflow-x: visible; }
  a { color: inherit; text-decoration: none; }
}
)";

} // namespace lpsglass::report
