#pragma once

#include <string>
#include <vector>

#include "lpsglass/deck/scan_keys.hpp"
#include "lpsglass/deck/table_reader.hpp"
#include "scan_file.hpp"

/// The parts of reading [scan].
namespace lpsglass::deck {

/// A scanned parameter with where it stands, for checks and messages.
struct PlacedParameter {
    ScanParameter parameter;
    std::vector<ScanKey> keys; ///< empty where they could not be read
    std::string address;       ///< `scan.parameter[1]`; of a column of the data file its key
    bool is_column = false;
    Place place;
    std::vector<Place> value_places;
    Place min_place, max_place; ///< of the ends of a law

    [[nodiscard]] bool is_text() const { return !keys.empty() && keys.front().kind >= ScanKind::word; }
    [[nodiscard]] std::string label() const; ///< as messages about others name it
    [[nodiscard]] std::string value_address(std::size_t i) const;
};

/// Reads one parameter after the other.
class ScanReader {
  public:
    ScanReader(const Deck& deck, const Scan& scan, Findings& findings);

    /// Types, words and ranges only, of a scan that is switched off.
    static void read_types(const TableReader& table, ScanParameter& parameter);

    void read_table(const Node& node, const std::string& address);
    void read_column(const ScanColumn& column, Findings& notes);

    [[nodiscard]] const Node& filled() const { return filled_; }
    [[nodiscard]] std::vector<PlacedParameter>& parameters() { return parameters_; }

  private:
    struct WrittenKey {
        std::string text;
        Place place;
        std::string address;
    };

    std::vector<WrittenKey> written_keys(const TableReader& table);
    bool find_keys(const std::vector<WrittenKey>& written, PlacedParameter& placed, Findings& notes);
    bool is_told(std::string_view written) const;
    void check_mode(const TableReader& table, const PlacedParameter& placed);
    void read_values(const Node& values, const Node* data, PlacedParameter& placed, Findings& notes);
    void read_lines(const Array& values, const Node* data, PlacedParameter& placed, Findings& notes);
    void check_law(const TableReader& table, const PlacedParameter& placed);

    const Deck& deck_;
    const Scan& scan_;
    Findings& findings_;
    Node filled_;
    std::vector<PlacedParameter> parameters_;
};

/// What several parameters must keep together: names, keys driven once, equal lengths of a list, number of
/// rows, and keys that stay in their own range.
void check_scan(const Scan& scan, const Node& filled, const std::vector<PlacedParameter>& parameters,
                const Place& place, Findings& findings);

/// Notes a value that is no value of the key; whether it is one.
bool check_scanned_number(const Node& node, const ScanKey& key, const std::string& address, Findings& notes);

} // namespace lpsglass::deck
