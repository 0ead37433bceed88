// SPDX-License-Identifier: MIT
// Runs all unit tests, or those whose name contains the first argument.
#include <cppunit/CompilerOutputter.h>
#include <cppunit/Test.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <iostream>
#include <memory>
#include <string>

namespace {

void run_matching(CppUnit::Test& test, const std::string& part, CppUnit::TestResult& result) {
  const int children = test.getChildTestCount();
  for (int i = 0; i < children; ++i) run_matching(*test.getChildTestAt(i), part, result);
  const bool is_one_test = children == 0 && test.countTestCases() == 1;
  if (is_one_test && test.getName().find(part) != std::string::npos) test.run(&result);
}

}  // namespace

int main(int count, char** arguments) {
  const std::unique_ptr<CppUnit::Test> all(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
  CppUnit::TestResult result;
  CppUnit::TestResultCollector collector;
  result.addListener(&collector);
  run_matching(*all, count > 1 ? arguments[1] : "", result);
  const int failed = collector.testFailuresTotal();
  if (failed != 0) CppUnit::CompilerOutputter(&collector, std::cout).write();
  std::cout << collector.runTests() - failed << " passed, " << failed << " failed" << std::endl;
  return failed == 0 && collector.runTests() != 0 ? 0 : 1;
}
