#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "lpsglass/report/page.hpp"

namespace lpsglass::report {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
        }
    }
    return out;
}

std::string rich(std::string_view text) {
    std::string out;
    std::vector<std::string_view> open; // end tags of the indices and powers that are still open
    std::size_t plain = 0;              // where the text not yet written begins
    const auto write = [&](std::size_t end) { out += escaped(text.substr(plain, end - plain)); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool opens = (text[i] == '_' || text[i] == '^') && i + 1 < text.size() && text[i + 1] == '{';
        if (opens) {
            write(i);
            out += text[i] == '_' ? "<sub>" : "<sup>";
            open.push_back(text[i] == '_' ? "</sub>" : "</sup>");
            plain = ++i + 1;
        } else if (text[i] == '}' && !open.empty()) {
            write(i);
            out += open.back();
            open.pop_back();
            plain = i + 1;
        }
    }
    write(text.size());
    for (; !open.empty(); open.pop_back())
        out += open.back();
    return out;
}

} // namespace lpsglass::report
