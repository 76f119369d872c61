#ifndef CMAGMA_MODELS_H
#define CMAGMA_MODELS_H

/// The text of models.json: one JSON document with a model on each line, sorted by id. No NUL ends it.
const unsigned char *magma_models(void);

/// How many bytes it has.
unsigned long magma_models_count(void);

#endif
