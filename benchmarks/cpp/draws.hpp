// What the two frozen programs share: exponential draws from SplitMix64, and an event heap. They exist only to be measured against.
#pragma once
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <vector>

struct Draws {
    uint64_t state;
    double uniform() {
        uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return (double((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52;
    }
    double exponential(double rate) { return -std::log(uniform()) / rate; }
};

struct Event {
    double when;
    int32_t what, who;
    uint32_t stamp;
    bool operator>(const Event& other) const { return when > other.when; }
};
using Agenda = std::priority_queue<Event, std::vector<Event>, std::greater<Event>>;

inline double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
