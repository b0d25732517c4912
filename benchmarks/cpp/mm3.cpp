// M/M/3: arrivals 24 a day, three desks, a tenth of a day each, first come first served; customers and repeats from the command line.
// Prints the seconds of the median repeat and the mean wait in days.
#include "draws.hpp"
#include <algorithm>

int main(int count, char** words) {
    const int customers = count > 1 ? std::atoi(words[1]) : 200000, repeats = count > 2 ? std::atoi(words[2]) : 5;
    std::vector<double> took;
    double mean = 0;
    for (int r = 0; r < repeats; r++) {
        const double began = seconds();
        Draws luck{uint64_t(r + 1)};
        Agenda agenda;
        std::vector<double> arrived(customers), started(customers), ended(customers);
        std::queue<int> line;
        int desks = 3, next = 0;
        double waited = 0;
        agenda.push({luck.exponential(24), 0, next, 0});
        while (!agenda.empty()) {
            const Event event = agenda.top();
            agenda.pop();
            if (event.what == 0) {
                arrived[event.who] = event.when;
                line.push(event.who);
                if (++next < customers) agenda.push({event.when + luck.exponential(24), 0, next, 0});
            } else {
                ended[event.who] = event.when;
                desks++;
            }
            while (desks > 0 && !line.empty()) {
                const int who = line.front();
                line.pop();
                desks--;
                started[who] = event.when;
                waited += event.when - arrived[who];
                agenda.push({event.when + luck.exponential(10), 1, who, 0});
            }
        }
        took.push_back(seconds() - began);
        mean = waited / customers;
    }
    std::sort(took.begin(), took.end());
    std::printf("%.6f %.6f\n", took[took.size() / 2], mean);
}
