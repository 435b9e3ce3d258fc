// SPDX-License-Identifier: GPL-2.0
// The reader of the wire: what it takes, what it refuses, and in which words.
#include <array>
#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/value.hpp"
#include "reader/error.hpp"
#include "reader/wire_file.hpp"
#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

using ::testing::HasSubstr;

constexpr const char* head = "mmscope wire=1 kind=node nr=1 page_size=4096\n";

struct StringSink {
  std::string text;
  void append(const char* data, std::size_t size) { text.append(data, size); }
};

// The message of the refusal; empty if the text was taken.
std::string refusal(const std::string& text) {
  try {
    (void)parse_wire(text, "nodes");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::bad_data);
    return error.what();
  }
  return "";
}

TEST(Wire, HeaderIsRead) {
  const WireFile file = parse_wire("mmscope wire=1 kind=node nr=0 page_size=16384 ktime_ns=12 "
                                   "took_ns=3 kernel=\"6.1 x\" later=1\nend nr=0\n",
                                   "nodes");
  EXPECT_EQ(file.header.kind, "node");
  EXPECT_EQ(file.header.page_size, 16384U);
  EXPECT_EQ(file.header.ktime_ns, 12U);
  EXPECT_EQ(file.header.took_ns, 3U);
  EXPECT_EQ(file.header.kernel, "6.1 x");
}

TEST(Wire, TimesThatAreMissingAreAbsent) {
  const WireFile file = parse_wire(std::string(head) + "node nid=0\nend nr=1\n", "nodes");
  EXPECT_FALSE(file.header.ktime_ns);
  EXPECT_FALSE(file.header.took_ns);
}

TEST(Wire, MissingKeyIsAbsentAndNotZero) {
  const WireFile file =
      parse_wire(std::string(head) + "node nid=3 kswapd_order=0\nend nr=1\n", "nodes");
  const auto& row = file.rows<mms_wire_node>().at(0);
  EXPECT_EQ(present(row.fields.nid), 3U);
  EXPECT_EQ(present(row.fields.kswapd_order), 0);
  EXPECT_EQ(present(row.fields.nr_free_pages), std::nullopt);
  EXPECT_TRUE(row.list("distance").empty());
}

TEST(Wire, UnknownTagsAndKeysArePassedOver) {
  const WireFile file = parse_wire("mmscope wire=1 kind=node nr=2 page_size=4096\n"
                                   "node nid=0 colour=\"deep blue\" shade=,\n"
                                   "tier nid=0 rank=x\nend nr=2 sum=9\n",
                                   "nodes");
  EXPECT_EQ(file.rows<mms_wire_node>().size(), 1U);
}

TEST(Wire, ListsAndTexts) {
  const WireFile file = parse_wire(
      std::string(head) + "node nid=0 distance=10,21 cpus=\"a \\\"b\\\\ \\x09c\"\nend nr=1\n",
      "nodes");
  const auto& row = file.rows<mms_wire_node>().at(0);
  EXPECT_THAT(row.list("distance"), ::testing::ElementsAre(10U, 21U));
  EXPECT_EQ(row.text("cpus"), "a \"b\\ \tc");
}

// Every record of the schema, each field set: out by the encoder, back by the
// parser, and the same again.
template <class Record> Row<Record> filled_row() {
  Row<Record> row;
  std::uint64_t next = 1;
  StringSink sink;
  sink.text = RecordOf<Record>::info().tag;
  const wire::RecordInfo info = RecordOf<Record>::info();
  for (std::size_t i = 0; i < info.nr_fields; ++i) {
    const wire::FieldInfo& field = info.fields[i];
    const std::string_view type = field.type;
    const std::string number = std::to_string(next++);
    sink.text += std::string(" ") + field.key + "=";
    sink.text += type == "s64"    ? "-" + number
                 : type == "list" ? number + ",0"
                 : type == "name" ? "n" + number
                 : type == "text" ? "\"t " + number + "\""
                                  : number;
  }
  const std::string text = std::string("mmscope wire=1 kind=") + info.tag +
                           " nr=1 page_size=4096\n" + sink.text + "\nend nr=1\n";
  return parse_wire(text, info.file).rows<Record>().at(0);
}

template <class Record> void expect_round_trip() {
  const wire::RecordInfo info = RecordOf<Record>::info();
  const Row<Record> row = filled_row<Record>();
  StringSink sink;
  wire::Encoder encoder(sink);
  encoder.begin(info.tag);
  encoder.fields(row.fields);
  for (const auto& [key, list] : row.lists)
    encoder.list(key, list);
  for (const auto& [key, value] : row.texts)
    encoder.text(key, value);
  encoder.end();
  const std::string text = std::string("mmscope wire=1 kind=") + info.tag +
                           " nr=1 page_size=4096\n" + sink.text + "end nr=1\n";
  const WireFile file = parse_wire(text, info.file);
  EXPECT_EQ(model::to_object(file.rows<Record>().at(0)), model::to_object(row)) << info.tag;
  EXPECT_EQ(model::to_object(row).size(), info.nr_fields) << info.tag;
}

TEST(Wire, EveryRecordMakesTheRoundTrip) {
#define MMS_ROUND_TRIP(tag, file, meaning) expect_round_trip<mms_wire_##tag>();
  MMS_RECORDS(MMS_ROUND_TRIP)
#undef MMS_ROUND_TRIP
}

template <class Record> void expect_cleared(const char* tag, void (*clear)(Record*)) {
  std::array<Record, 2> records;
  std::memset(&records[0], 0x00, sizeof(Record));
  std::memset(&records[1], 0xff, sizeof(Record));
  clear(&records[0]);
  clear(&records[1]);
  EXPECT_EQ(std::memcmp(&records[0], &records[1], sizeof(Record)), 0) << tag;
}

// What a record lies on, a stack most often, does not show in it.
TEST(Wire, ClearedRecordIsCleared) {
#define MMS_CLEARED(tag, file, meaning) expect_cleared(#tag, mms_wire_##tag##_clear);
  MMS_RECORDS(MMS_CLEARED)
#undef MMS_CLEARED
}

struct Malformed {
  const char* name;
  std::string text;
  const char* message;
};

class WireRefuses : public ::testing::TestWithParam<Malformed> {};

TEST_P(WireRefuses, AndSaysWhy) {
  EXPECT_THAT(refusal(GetParam().text), HasSubstr(GetParam().message));
}

const std::string good_head = head;

INSTANTIATE_TEST_SUITE_P(
    , WireRefuses,
    ::testing::Values(
        Malformed{"empty", "", "nodes is empty"},
        Malformed{"nul", good_head + std::string("node nid=0\0\nend nr=1\n", 19), "NUL"},
        Malformed{"other_file", "Node 0, zone DMA\n", "is no file of mmscope.ko"},
        Malformed{"future", "mmscope wire=2 kind=node nr=0 page_size=4096\nend nr=0\n",
                  "nodes says wire=2, this tool understands 1: update mmscope"},
        Malformed{"past", "mmscope wire=0 kind=node nr=0 page_size=4096\nend nr=0\n", "wire=0"},
        Malformed{"no_wire", "mmscope kind=node nr=0 page_size=4096\nend nr=0\n", "no wire="},
        Malformed{"no_kind", "mmscope wire=1 nr=0 page_size=4096\nend nr=0\n", "no kind="},
        Malformed{"no_nr", "mmscope wire=1 kind=node page_size=4096\nend nr=0\n", "no nr="},
        Malformed{"no_page_size", "mmscope wire=1 kind=node nr=0\nend nr=0\n", "page_size="},
        Malformed{"odd_page_size", "mmscope wire=1 kind=node nr=0 page_size=4095\nend nr=0\n",
                  "power of two"},
        Malformed{"header_only", head, "cut short: no \"end nr=\" after line 1, 0 of 1"},
        Malformed{"no_end", good_head + "node nid=0\n", "cut short: no \"end nr=\" after line 2"},
        Malformed{"mid_line", good_head + "node nid=0 has_c", "cut short in line 2"},
        Malformed{"fewer", good_head + "end nr=1\n", "0 records came"},
        Malformed{"wrong_end", good_head + "node nid=0\nend nr=2\n", "the end nr=2"},
        Malformed{"end_without_nr", good_head + "node nid=0\nend\n", "\"end\" without nr="},
        Malformed{"more_after_end", good_head + "node nid=0\nend nr=1\nnode nid=1\n", "goes on"},
        Malformed{"no_equals", good_head + "node nid\nend nr=1\n", "line 2: malformed"},
        Malformed{"two_blanks", good_head + "node  nid=0\nend nr=1\n", "line 2: malformed"},
        Malformed{"blank_at_end", good_head + "node nid=0 \nend nr=1\n", "line 2: malformed"},
        Malformed{"empty_line", good_head + "\nnode nid=0\nend nr=1\n",
                  "line 2: \"\" is no record"},
        Malformed{"open_quote", good_head + "node nid=0 cpus=\"0\nend nr=1\n", "line 2: malformed"},
        Malformed{"bad_escape", good_head + "node nid=0 cpus=\"\\x4\"\nend nr=1\n", "escapes"},
        Malformed{"not_a_number", good_head + "node nid=zero\nend nr=1\n",
                  "line 2: nid=\"zero\": expected a number"},
        Malformed{"negative", good_head + "node nid=-1\nend nr=1\n", "nid=\"-1\""},
        Malformed{"too_big", good_head + "node nid=18446744073709551616\nend nr=1\n", "2^64-2"},
        Malformed{"absent_mark", good_head + "node nid=18446744073709551615\nend nr=1\n", "2^64-2"},
        Malformed{"quoted_number", good_head + "node nid=\"0\"\nend nr=1\n", "nid=\"0\""},
        Malformed{"bad_list", good_head + "node nid=0 distance=10,,20\nend nr=1\n",
                  "numbers with commas"},
        Malformed{"long_name",
                  "mmscope wire=1 kind=zone nr=1 page_size=4096\nzone nid=0 zone_idx=0 name=" +
                      std::string(32, 'x') + "\nend nr=1\n",
                  "1 to 31 characters"},
        Malformed{"no_identity", good_head + "node online=1\nend nr=1\n",
                  "line 2: a node record without nid="}),
    [](const auto& test) { return std::string(test.param.name); });

// Wherever a file is cut, that is seen: no prefix of a good file is good.
TEST(Wire, EveryPrefixIsRefused) {
  const std::string text = good_head + "node nid=0 distance=10,21 cpus=\"0-3\"\nend nr=1\n";
  EXPECT_EQ(refusal(text), "");
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_NE(refusal(text.substr(0, size)), "") << size << " bytes";
}

TEST(Wire, MessagesHoldNothingThatATerminalActsOn) {
  const std::string message = refusal(good_head + "node nid=\x1b[31m\nend nr=1\n");
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
}

} // namespace
} // namespace mmscope::reader
