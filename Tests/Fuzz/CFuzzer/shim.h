#pragma once
#include <stddef.h>
#include <stdint.h>

// Of libFuzzer, which has no header: runs `body` on generated inputs, as the arguments say.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*body)(const uint8_t *data, size_t size));
