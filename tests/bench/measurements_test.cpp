// SPDX-License-Identifier: Apache-2.0
// What the benchmarks wrote is read, kept, and read again.
#include "bench/report/measurements.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/bench/raw.h"

namespace lintel::testing {
namespace {

using bench::Measurements;

TEST(Measurements, ARowHasTheTimesOfAllProcesses) {
  const Measurements read =
      bench::read_raw({raw_text({{"a", {3, 1}}, {"b", {9}}}), raw_text({{"a", {2}}, {"c", {4}}})});
  ASSERT_EQ(read.rows.size(), 3u);
  EXPECT_EQ(read.rows[0].times, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(read.find("b")->time().median, 9);
  EXPECT_EQ(read.find("d"), nullptr);
  EXPECT_EQ(read.fact("cpu"), "a cpu");
  EXPECT_EQ(read.fact("num_cpus"), "2");
  EXPECT_EQ(read.fact("commit"), "unknown");
}

TEST(Measurements, CountersAreMedians) {
  const Measurements read = bench::read_raw({raw_text({{"a", {1}, ",\"image_bytes\":10"}}),
                                             raw_text({{"a", {1}, ",\"image_bytes\":30"}}),
                                             raw_text({{"a", {1}, ",\"image_bytes\":11"}})});
  EXPECT_EQ(read.rows[0].counter("image_bytes"), 11);
  EXPECT_EQ(read.rows[0].counter("iterations"), 0);
}

// Of a benchmark that measures its time itself, the time is the real one, and its mark no part of
// the name.
TEST(Measurements, UnitsAndManualTime) {
  const std::string text =
      R"({"context":{},"benchmarks":[
          {"run_type":"iteration","run_name":"a/manual_time","family_index":0,
           "per_family_instance_index":0,"time_unit":"us","cpu_time":1,"real_time":2},
          {"run_type":"iteration","run_name":"b","family_index":1,
           "per_family_instance_index":0,"time_unit":"ms","cpu_time":3,"real_time":4},
          {"run_type":"iteration","run_name":"c/9/iterations:1","family_index":2,
           "per_family_instance_index":0,"time_unit":"s","cpu_time":5,"real_time":6},
          {"run_type":"aggregate","aggregate_name":"BigO","run_name":"b","big_o":"N"},
          {"run_type":"aggregate","aggregate_name":"mean","run_name":"b"}]})";
  const Measurements read = bench::read_raw({text, text});
  ASSERT_EQ(read.rows.size(), 3u);
  EXPECT_EQ(read.find("c/9")->times, (std::vector<double>{5e9, 5e9}));
  EXPECT_EQ(read.find("a")->times, (std::vector<double>{2000, 2000}));
  EXPECT_EQ(read.find("b")->times, (std::vector<double>{3e6, 3e6}));
  EXPECT_EQ(read.growth.at("b"), "N");
}

TEST(Measurements, AResultIsReadAsItWasWritten) {
  Measurements read =
      bench::read_raw({raw_text({{"b/1", {3.25, 1}, ",\"bytes_per_second\":2.5"}, {"a", {9}}})});
  read.facts["commit"] = "0123abc";
  read.growth = {{"b", "N"}};
  const std::string text = bench::write_result(read);
  const Measurements again = bench::read_result(text);
  EXPECT_EQ(bench::write_result(again), text);
  EXPECT_EQ(again.fact("commit"), "0123abc");
  EXPECT_EQ(again.rows[0].name, "b/1");
  EXPECT_EQ(again.rows[0].times, (std::vector<double>{1, 3.25}));
  EXPECT_EQ(again.rows[0].counter("bytes_per_second"), 2.5);
  EXPECT_EQ(again.growth.at("b"), "N");
  EXPECT_NE(text.find("\n    {\"name\":\"a\","), std::string::npos) << text;
}

TEST(Measurements, DamageIsTold) {
  EXPECT_THROW(bench::read_raw({"{"}), std::exception);
  EXPECT_THROW(bench::read_raw({"{}"}), std::exception);
  EXPECT_THROW(bench::read_result(R"({"commit":"a"})"), std::exception);
}

}  // namespace
}  // namespace lintel::testing
