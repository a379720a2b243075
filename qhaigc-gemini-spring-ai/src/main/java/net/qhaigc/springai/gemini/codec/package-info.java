/**
 * The only place that knows both Spring AI and the wire: encoders go out, decoders come
 * in. Each asks smaller ones; what is neither is named by a plain noun.
 * <p>
 * On the way out:
 * <ul>
 * <li>{@code ChatOptionsResolver}: which options hold for a prompt</li>
 * <li>{@code ModelId}: what a model's id tells of it</li>
 * <li>{@code ContentsBuilder}: the conversation as it is being encoded, with Google's
 * rules on turns, calls and results</li>
 * <li>{@code ToolNames}: the tools' names, made legal for the wire</li>
 * <li>{@code EncodedPrompt}: the request, and what the decoder has to know of it</li>
 * </ul>
 * On the way in:
 * <ul>
 * <li>{@code CandidateAccumulator}: one candidate, whole or in the pieces of a
 * stream</li>
 * <li>{@code FunctionCallAccumulator} and {@code PartialArgs}: one function call that
 * comes in pieces, and its arguments</li>
 * <li>{@code ResponseDetails}: what is said of the whole answer</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.codec;

import org.jspecify.annotations.NullMarked;
