/**
 * What an answer holds beside its text, as one typed, null-safe view. The door is
 * {@link net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata}; the other types are
 * what it gives. Behind it {@code ResponseText} turns the wire's byte offsets into
 * indices, and a {@code PartPair} is what the server was asked with what came of it.
 */
@NullMarked
package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.NullMarked;
