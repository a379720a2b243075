/**
 * What a response contains in addition to its text, as one typed, null-safe view. The
 * entry point is {@link net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata}; the
 * other public types are the types of its results, except for {@code WavAudio}, which
 * converts the audio of a response. Internally, {@code JsonView} reads JSON objects and
 * treats values of unexpected types as absent, {@code ResponseText} converts Google's
 * byte offsets to indices, and a {@code ServerExecution} is a call that Google's servers
 * executed, with its result.
 */
@NullMarked
package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.NullMarked;
