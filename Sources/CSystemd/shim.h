#pragma once
// Without this, every entry would carry the place of the wrapper in it.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>
