#include "lpsglass/report/page.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "lpsglass/core/version.hpp"
#include "page_style.hpp"
#include "text_output.hpp"

namespace lpsglass::report {

namespace {

std::string anchor(std::string_view heading) {
    std::string out;
    for (const char c : heading) {
        if (c == ' ') out += '-';
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
        if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
}

/// A text without its marks, for readers that cannot see it.
std::string spoken(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] == '_' || text[i] == '^') && i + 1 < text.size() && text[i + 1] == '{') continue;
        if (text[i] != '{' && text[i] != '}') out += text[i];
    }
    return out;
}

std::string html(const Figure& figure, const std::string& folder) {
    const std::string svg = read_text((std::filesystem::path(folder) / (figure.name + ".svg")).string());
    std::string files;
    for (const char* kind : {"svg", "png", "gp", "dat"})
        files += fmt::format(" <a href=\"figures/{0}.{1}\">{1}</a>", figure.name, kind);
    return fmt::format(
        "<figure id=\"figure-{}\">\n<h3>{}</h3>\n{}\n<figcaption>{} <span class=\"files\">Files:{}</span>"
        "</figcaption>\n</figure>\n",
        figure.name, rich(figure.title),
        inline_svg(svg, figure.name, spoken(figure.title), spoken(figure.caption)), rich(figure.caption),
        files);
}

std::string cells(const std::vector<std::string>& row, const char* first, const char* rest,
                  const char* scope) {
    std::string out = "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string kind = i == 0 ? first : rest;
        out += "<" + kind + (kind == "th" ? fmt::format(" scope=\"{}\"", scope) : "") + ">" + rich(row[i]) +
               "</" + kind + ">";
    }
    return out + "</tr>\n";
}

std::string html(const PageTable& table) {
    std::string out = "<div class=\"table\" tabindex=\"0\"><table>\n";
    if (!table.title.empty()) out += "<caption>" + rich(table.title) + "</caption>\n";
    out += "<thead>" + cells(table.header, "th", "th", "col") + "</thead>\n<tbody>\n";
    for (const std::vector<std::string>& row : table.rows) {
        if (row.size() != table.header.size())
            throw std::logic_error("table " + table.title + ": a row has another length than the header");
        out += cells(row, "th", "td", "row");
    }
    out += "</tbody></table></div>\n";
    if (!table.note.empty()) out += "<p>" + rich(table.note) + "</p>\n";
    return out;
}

/// What stands under a heading; empty if nothing does.
std::string html(std::string_view section, const Contents& contents, const std::string& folder) {
    std::string out;
    for (const Remark& remark : contents.remarks) {
        if (remark.section != section) continue;
        out += fmt::format("<p{}>{}</p>\n", remark.warning ? " class=\"warning\"" : "", rich(remark.text));
    }
    for (const PageTable& table : contents.tables) {
        if (table.section == section) out += html(table);
    }
    std::string figures;
    for (const Figure& figure : contents.figures) {
        if (figure.section == section) figures += html(figure, folder);
    }
    if (!figures.empty()) out += "<div class=\"figures\">\n" + figures + "</div>\n";
    return out;
}

template <class Items> void check_sections(const Items& items) {
    for (const auto& item : items) {
        if (std::ranges::find(sections(), item.section) == sections().end())
            throw std::logic_error("the report has no section " + item.section);
    }
}

void check(const Contents& contents) {
    check_sections(contents.figures);
    check_sections(contents.tables);
    check_sections(contents.remarks);
    std::set<std::string> names;
    for (const Figure& figure : contents.figures) {
        if (!names.insert(figure.name).second)
            throw std::logic_error("the report has two figures " + figure.name);
    }
}

} // namespace

std::string page(const std::string& title, const std::string& subtitle, const Contents& contents,
                 const std::string& figure_folder) {
    check(contents);
    std::string links, body;
    for (const std::string_view section : sections()) {
        const std::string inside = html(section, contents, figure_folder);
        if (inside.empty()) continue;
        links += fmt::format("<li><a href=\"#{}\">{}</a></li>", anchor(section), escaped(section));
        body += fmt::format("<section>\n<h2 id=\"{}\">{}</h2>\n{}</section>\n", anchor(section),
                            escaped(section), inside);
    }
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"generator\" content=\"lpsglass report\">\n"
        "<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n"
        "<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n</header>\n<nav><ul>{}</ul></nav>\n"
        "<main>\n{}</main>\n</body>\n</html>\n",
        escaped(spoken(title)), kPageStyle, rich(title), rich(subtitle), links, body);
}

} // namespace lpsglass::report
