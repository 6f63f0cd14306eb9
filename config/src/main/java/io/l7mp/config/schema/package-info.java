/**
 * What may be written, as data: the shapes of all objects of the API. Strict mode checks requests and files against them, and the
 * OpenAPI document is written from them, so that the two cannot differ.
 *
 * <p>Start with {@link io.l7mp.config.schema.Shape}; {@link io.l7mp.config.schema.Catalogue} has them all by name.
 */
@NullMarked
package io.l7mp.config.schema;

import org.jspecify.annotations.NullMarked;
