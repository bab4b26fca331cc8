/* The data package of the ICU in Swift's static Foundation, without entries. Linked before the library, it takes the
 * place of the 34 MB of calendars, collations and translations that nothing in this program asks for. Without them
 * DateFormatter, ISO8601DateFormatter and NumberFormatter end the program, and languages and names of time zones are
 * not known; what FoundationEssentials does by itself, JSON and dates in ISO 8601 among it, works.
 *
 * The name carries ICU's version. Where a toolchain brings another one, the full data is linked again, which
 * `make deb` says. The form is ICU's (udatamem.h, ucmndata.h): a header of 32 bytes, then the number of entries. */
#include <stdint.h>

struct EmptyDataPackage {
    uint16_t headerSize;
    uint8_t magic[2];
    uint16_t infoSize;
    uint16_t reserved;
    uint8_t isBigEndian;
    uint8_t characterSet;
    uint8_t characterSize;
    uint8_t alsoReserved;
    uint8_t format[4];
    uint8_t formatVersion[4];
    uint8_t dataVersion[4];
    uint8_t padding[8];
    uint32_t entryCount;
    uint32_t noEntry[3];
} __attribute__((aligned(16)));

_Static_assert(__builtin_offsetof(struct EmptyDataPackage, entryCount) == 32, "the header has 32 bytes");

extern const struct EmptyDataPackage icudt76_dat;

const struct EmptyDataPackage icudt76_dat = {
    .headerSize = 32,
    .magic = {0xda, 0x27},
    .infoSize = 20,
    .isBigEndian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
    .characterSize = 2,
    .format = {'C', 'm', 'n', 'D'},
    .formatVersion = {1},
};
