/**
 * What an answer holds beside its text, as one typed, null-safe view. The door is
 * {@link net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata}; the other types are
 * what it gives.
 */
@NullMarked
package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.NullMarked;
