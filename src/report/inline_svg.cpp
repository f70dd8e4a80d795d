#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

#include "lpsglass/report/page.hpp"

namespace lpsglass::report {

namespace {

/// Puts `name-` behind every place of `before`, e.g. href="#.
void prefix(std::string& svg, std::string_view before, const std::string& name) {
    const std::string with = name + "-";
    for (std::size_t at = svg.find(before); at != std::string::npos; at = svg.find(before, at)) {
        at += before.size();
        svg.insert(at, with);
    }
}

/// Puts `name-` before every id. A picture of several parts has some of gnuplot's ids more than once, which
/// nothing refers to: the repeated ones go.
void make_ids_unique(std::string& svg, char quote, const std::string& name) {
    const std::string before = std::string(" id=") + quote;
    std::set<std::string> seen;
    for (std::size_t at = svg.find(before); at != std::string::npos; at = svg.find(before, at)) {
        const std::size_t begin = at + before.size(), end = svg.find(quote, begin);
        if (end == std::string::npos) throw std::invalid_argument("an SVG with an open id");
        if (seen.insert(svg.substr(begin, end - begin)).second) {
            svg.insert(begin, name + "-");
            at = begin;
        } else {
            svg.erase(at, end + 1 - at);
        }
    }
}

void replace_all(std::string& svg, std::string_view from, std::string_view to) {
    for (std::size_t at = svg.find(from); at != std::string::npos; at = svg.find(from, at + to.size()))
        svg.replace(at, from.size(), to);
}

/// Removes every element of this kind, which holds text only.
void remove_elements(std::string& svg, const std::string& kind) {
    const std::string end = "</" + kind + ">";
    for (std::size_t at = svg.find("<" + kind + ">"); at != std::string::npos;
         at = svg.find("<" + kind + ">", at)) {
        const std::size_t close = svg.find(end, at);
        if (close == std::string::npos) throw std::invalid_argument("an SVG with an open <" + kind + ">");
        svg.erase(at, close + end.size() - at);
    }
}

std::string_view view_box(std::string_view tag) {
    const std::string_view before = "viewBox=\"";
    const std::size_t begin = tag.find(before);
    if (begin == std::string_view::npos) throw std::invalid_argument("an SVG without viewBox");
    const std::size_t end = tag.find('"', begin + before.size());
    return tag.substr(begin + before.size(), end - begin - before.size());
}

} // namespace

std::string inline_svg(std::string_view svg, const std::string& name, const std::string& title,
                       const std::string& description) {
    const std::size_t begin = svg.find("<svg");
    const std::size_t open = svg.find('>', begin);
    const std::size_t end = svg.rfind("</svg>");
    if (begin == std::string_view::npos || open == std::string_view::npos || end == std::string_view::npos ||
        end < open)
        throw std::invalid_argument("no SVG");
    const std::string box(view_box(svg.substr(begin, open - begin)));

    std::string inside(svg.substr(open + 1, end - open - 1));
    remove_elements(inside, "title");
    remove_elements(inside, "desc");
    replace_all(inside, "xlink:href", "href");
    for (const char quote : {'\'', '"'}) {
        make_ids_unique(inside, quote, name);
        prefix(inside, std::string("href=") + quote + "#", name);
    }
    prefix(inside, "url(#", name);

    const std::string label = name + "-title", text = name + "-description";
    return "<svg viewBox=\"" + box + "\" role=\"img\" aria-labelledby=\"" + label + " " + text + "\">" +
           "<title id=\"" + label + "\">" + escaped(title) + "</title><desc id=\"" + text + "\">" +
           escaped(description) + "</desc>" + inside + "</svg>";
}

} // namespace lpsglass::report
