// A fixed-priority pathway, the same as scenarios/pathway.toml: need, referral, mapping, a place, work, relapse; life clocks compete.
// People, days and repeats from the command line. Prints the seconds of the median repeat, events a run and starts in a place.
#include "draws.hpp"
#include <algorithm>

enum { UNBORN, NEED, WAIT_MAPPING, MAPPING, WAIT_PLACE, PLACE, WORK, LEFT };
enum { ARRIVE, REFER, FIND, LEAVE, END, RELAPSE };
constexpr double MONTH = 30.4375, REFERRAL = 0.3 / MONTH, FINDING = 0.03 / MONTH, LEAVING = 0.004 / MONTH, RELAPSING = 0.04 / MONTH;

struct Person {
    double joined, frailty;
    uint32_t stamp;
    int8_t stage, door;
};
struct Waiting {
    int door;
    double joined;
    int who;
    bool operator>(const Waiting& o) const { return door != o.door ? door > o.door : joined != o.joined ? joined > o.joined : who > o.who; }
};
using Line = std::priority_queue<Waiting, std::vector<Waiting>, std::greater<Waiting>>;

int main(int count, char** words) {
    const int people = count > 1 ? std::atoi(words[1]) : 2000, repeats = count > 3 ? std::atoi(words[3]) : 5;
    const double horizon = count > 2 ? std::atof(words[2]) : 3652;
    std::vector<double> took;
    long events = 0, starts = 0;
    for (int r = 0; r < repeats; r++) {
        const double began = seconds();
        Draws luck{uint64_t(r + 1)};
        Agenda agenda;
        std::vector<Person> all(people);
        Line lines[2];
        int slots = people * 8 / 2000, places = people * 40 / 2000;
        events = starts = 0;
        for (int i = 0; i < people; i++) {
            all[i] = {0, luck.exponential(1.0), 0, UNBORN, int8_t(luck.uniform() < 0.5)};
            agenda.push({horizon * luck.uniform(), ARRIVE, i, 0});
        }
        auto plan = [&](int i, double now) {  // the first of the clocks that run in the person's stage
            Person& p = all[i];
            double when = horizon + 1;
            int what = -1;
            auto clock = [&](int kind, double rate) {
                const double fires = now + luck.exponential(rate);
                if (fires < when) when = fires, what = kind;
            };
            if (p.stage >= NEED && p.stage <= PLACE) clock(FIND, FINDING * p.frailty), clock(LEAVE, LEAVING);
            if (p.stage == NEED) clock(REFER, REFERRAL);
            if (p.stage == MAPPING) clock(END, 1 / 35.0);
            if (p.stage == PLACE) clock(END, 1 / 180.0);
            if (p.stage == WORK) clock(RELAPSE, RELAPSING);
            p.stamp++;
            if (what >= 0 && when < horizon) agenda.push({when, what, i, p.stamp});
        };
        auto enter = [&](int i, int stage, double now) {
            Person& p = all[i];
            if (p.stage == MAPPING) slots++;
            if (p.stage == PLACE) places++;
            p.stage = int8_t(stage);
            if (stage == WAIT_MAPPING || stage == WAIT_PLACE) {
                p.joined = now;
                lines[stage == WAIT_PLACE].push({p.door, now, i});
            }
            plan(i, now);
        };
        while (!agenda.empty()) {
            const Event event = agenda.top();
            agenda.pop();
            const int i = event.who;
            if (event.stamp != all[i].stamp) continue;
            const double now = event.when;
            events++;
            if (event.what == ARRIVE || event.what == RELAPSE) enter(i, NEED, now);
            else if (event.what == REFER) enter(i, WAIT_MAPPING, now);
            else if (event.what == FIND) enter(i, WORK, now);
            else if (event.what == LEAVE) enter(i, LEFT, now);
            else enter(i, luck.uniform() < (all[i].stage == PLACE ? 0.35 : 0.1) ? WORK : WAIT_PLACE, now);
            for (int queue = 1; queue >= 0; queue--) {
                int& free = queue ? places : slots;
                Line& line = lines[queue];
                while (free > 0 && !line.empty()) {
                    const Waiting first = line.top();
                    line.pop();
                    Person& p = all[first.who];
                    if (p.stage != (queue ? WAIT_PLACE : WAIT_MAPPING) || p.joined != first.joined) continue;
                    free--;
                    events++;
                    starts += queue;
                    p.stage = queue ? PLACE : MAPPING;
                    plan(first.who, now);
                }
            }
        }
        took.push_back(seconds() - began);
    }
    std::sort(took.begin(), took.end());
    std::printf("%.6f %ld %ld\n", took[took.size() / 2], events, starts);
}
