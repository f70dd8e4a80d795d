#include "lpsglass/core/sha256.hpp"

#include <vector>

#include "support/catch.hpp"

using lpsglass::sha256_hex;

// The examples of NIST's "Example Values: SHA-256" and of FIPS 180-2, appendix B.
TEST_CASE("SHA-256 gives the digests of the standard", "[sha256]") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256_hex(std::string(1000000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 of nothing is defined", "[sha256]") {
    const std::string empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    CHECK(sha256_hex("") == empty);
    CHECK(sha256_hex(std::vector<std::byte>{}) == empty);
}

TEST_CASE("SHA-256 takes bytes of every value", "[sha256]") {
    // NIST's short-message test vector of one byte, d3.
    const std::vector<std::byte> one{std::byte{0xd3}};
    CHECK(sha256_hex(one) == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
    CHECK(sha256_hex(std::string_view("\0", 1)) ==
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST_CASE("SHA-256 does not depend on how the bytes come", "[sha256]") {
    lpsglass::Sha256 hash;
    for (int i = 0; i < 1000; ++i)
        hash.add(std::string(1000, 'a'));
    hash.add(std::string_view());
    CHECK(hash.hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"); // as above
    CHECK(lpsglass::Sha256().hex() == sha256_hex(""));
}
