#include "CMagmaModels.h"

// A directive of C23 that clang knows in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char text[] = {
#embed "models.json"
};

const unsigned char *magma_models(void) { return text; }

unsigned long magma_models_count(void) { return sizeof text; }
