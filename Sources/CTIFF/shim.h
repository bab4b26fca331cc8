#pragma once
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <tiffio.h>
#include <zlib.h>  // comes with libtiff-dev; checks deflate streams to their last byte, which libtiff does not

// What libtiff said about one file since `errors` and `warnings` were last zeroed; the first text of each is kept.
typedef struct {
    char error[256];
    char warning[256];
    unsigned errors;
    unsigned warnings;
} ctiff_messages;

static inline int ctiff_take_error(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    ctiff_messages *messages = (ctiff_messages *)user;
    (void)tiff; (void)module;
    if (messages->errors++ == 0) vsnprintf(messages->error, sizeof messages->error, format, arguments);
    return 1;  // handled: nothing goes to the global handler, which prints to standard error
}

static inline int ctiff_take_warning(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    ctiff_messages *messages = (ctiff_messages *)user;
    (void)tiff; (void)module;
    if (messages->warnings++ == 0) vsnprintf(messages->warning, sizeof messages->warning, format, arguments);
    return 1;
}

// TIFFClientOpenExt with handlers of this one file (va_list handlers cannot be written in Swift) and a bound on any
// single allocation. `messages` must outlive the handle. Nothing is ever mapped into memory.
static inline TIFF *ctiff_open(const char *name, const char *mode, thandle_t stream, TIFFReadWriteProc read,
                               TIFFReadWriteProc write, TIFFSeekProc seek, TIFFCloseProc close, TIFFSizeProc size,
                               tmsize_t allocationLimit, ctiff_messages *messages) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL) return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, allocationLimit);
    TIFFOpenOptionsSetErrorHandlerExtR(options, ctiff_take_error, messages);
    TIFFOpenOptionsSetWarningHandlerExtR(options, ctiff_take_warning, messages);
    TIFF *tiff = TIFFClientOpenExt(name, mode, stream, read, write, seek, close, size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

// TIFFSetField is variadic.
static inline int ctiff_set_integer(TIFF *tiff, uint32_t tag, uint32_t value) { return TIFFSetField(tiff, tag, value); }
