#pragma once
#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// libpng leaves a failed call by longjmp, which must not pass through Swift: each function here is one whole job, catches
// that itself, and says 0 with a message where it failed.

// What the bytes of a file are gathered in; `bytes` is the caller's to free().
typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
    char message[128];
} cpng_buffer;

// A picture to write: rows without gaps, 3 bytes a pixel, or 1 where it has a palette of RGB entries.
typedef struct {
    uint32_t width;
    uint32_t height;
    const uint8_t *pixels;
    const uint8_t *palette;
    uint32_t colours;
    // Bodies of tEXt chunks (keyword, NUL, text), which are written right behind the header; the second may be missing.
    const uint8_t *texts[2];
    size_t lengths[2];
} cpng_picture;

static inline void cpng_append(png_structp png, png_bytep bytes, size_t count) {
    cpng_buffer *buffer = (cpng_buffer *)png_get_io_ptr(png);
    if (buffer->capacity - buffer->count < count) {
        size_t capacity = (buffer->capacity + count) * 2;
        uint8_t *larger = (uint8_t *)realloc(buffer->bytes, capacity);
        if (larger == NULL) png_error(png, "out of memory");
        buffer->bytes = larger;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
}

static inline void cpng_flush(png_structp png) { (void)png; }

static inline void cpng_take_error(png_structp png, png_const_charp message) {
    cpng_buffer *buffer = (cpng_buffer *)png_get_error_ptr(png);
    strncpy(buffer->message, message, sizeof buffer->message - 1);
    png_longjmp(png, 1);
}

static inline void cpng_take_warning(png_structp png, png_const_charp message) { (void)png; (void)message; }

// Writes a picture to memory.
static inline int cpng_write(const cpng_picture *picture, cpng_buffer *buffer) {
    memset(buffer, 0, sizeof *buffer);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, buffer, cpng_take_error, cpng_take_warning);
    if (png == NULL) return 0;
    png_infop info = png_create_info_struct(png);
    if (info == NULL || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return 0;
    }
    int isIndexed = picture->palette != NULL;
    png_set_write_fn(png, buffer, cpng_append, cpng_flush);
    png_set_IHDR(png, info, picture->width, picture->height, 8, isIndexed ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (isIndexed) {
        png_color colours[PNG_MAX_PALETTE_LENGTH];
        for (uint32_t index = 0; index < picture->colours && index < PNG_MAX_PALETTE_LENGTH; index++) {
            const uint8_t *entry = picture->palette + 3 * index;
            colours[index] = (png_color){entry[0], entry[1], entry[2]};
        }
        png_set_PLTE(png, info, colours, (int)picture->colours);
    }
    // The noise of a camera repeats nothing: runs are all that is looked for, which takes half the time of the lowest
    // ordinary level, for files of about the same size.
    png_set_compression_level(png, 1);
    png_set_compression_strategy(png, 3 /* Z_RLE */);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, isIndexed ? PNG_FILTER_NONE : PNG_FILTER_SUB);
    png_set_compression_buffer_size(png, 1 << 16);
    png_write_info_before_PLTE(png, info);
    for (int index = 0; index < 2; index++) {
        if (picture->texts[index] == NULL) continue;
        png_write_chunk(png, (png_const_bytep) "tEXt", picture->texts[index], picture->lengths[index]);
    }
    png_write_info(png, info);
    size_t rowBytes = (size_t)picture->width * (isIndexed ? 1 : 3);
    for (uint32_t row = 0; row < picture->height; row++) png_write_row(png, picture->pixels + row * rowBytes);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return 1;
}

// Reads the header of the file in memory: the size of its picture.
static inline int cpng_read_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height, char *message,
                                 size_t capacity) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    int isGood = png_image_begin_read_from_memory(&image, bytes, count);
    *width = image.width;
    *height = image.height;
    strncpy(message, image.message, capacity - 1);
    png_image_free(&image);
    return isGood;
}

// Decodes a picture of that size to 8-bit RGB; what is transparent becomes black.
static inline int cpng_read(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *pixels,
                            char *message, size_t capacity) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    png_color black = {0, 0, 0};
    int isGood = png_image_begin_read_from_memory(&image, bytes, count) && image.width == width
        && image.height == height;
    image.format = PNG_FORMAT_RGB;
    isGood = isGood && png_image_finish_read(&image, &black, pixels, 0, NULL);
    strncpy(message, image.message, capacity - 1);
    png_image_free(&image);
    return isGood;
}
