/* The floor: the least that any hook can cost. Reads standard input to its end and prints a line. */
#include <unistd.h>

int main(void) {
    static char buffer[65536];
    while (read(0, buffer, sizeof buffer) > 0) { }
    return write(1, "{}\n", 3) == 3 ? 0 : 1;
}
