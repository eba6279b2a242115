#include <gtest/gtest.h>
TEST(Base, Builds) {}
