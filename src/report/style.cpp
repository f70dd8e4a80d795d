#include "lpsglass/report/figure.hpp"

namespace lpsglass::report {

std::string style_prelude() {
    return R"(reset
set encoding utf8
set border 3 lw 1.1 lc rgb '#333333'
set tics nomirror out scale 0.6
set grid lw 0.6 lt 1 lc rgb '#e4e4e4'
set key above reverse Left samplen 2.6 spacing 1.15
set style line 1 lc rgb '#0072b2' lw 2.2 dt 1 pt 7 ps 0.55
set style line 2 lc rgb '#d55e00' lw 2.2 dt (9,4) pt 5 ps 0.55
set style line 3 lc rgb '#009e73' lw 2.2 dt (12,3,2,3) pt 9 ps 0.65
set style line 4 lc rgb '#cc79a7' lw 2.2 dt (3,3) pt 11 ps 0.65
set style line 5 lc rgb '#e69f00' lw 2.2 dt (14,3,2,3,2,3) pt 13 ps 0.65
set style line 6 lc rgb '#56b4e9' lw 2.2 dt (6,3) pt 6 ps 0.6
set style line 7 lc rgb '#000000' lw 1.6 dt 1 pt 4 ps 0.55
set style fill transparent solid 0.22 noborder
set boxwidth 0.8 relative
set bars small
clip(x, low, high) = x < low ? low : x > high ? high : x
)";
}

} // namespace lpsglass::report
