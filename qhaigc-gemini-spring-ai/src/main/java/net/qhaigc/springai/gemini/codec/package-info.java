/**
 * Converts between Spring AI's types and the records of {@code wire}; only this package
 * and its subpackages know both. The entry points are {@code PromptEncoder} for requests,
 * and {@code ResponseDecoder} and {@code StreamDecoder} for responses. Most other classes
 * encode or decode one part of a message. Among the others are:
 * <ul>
 * <li>{@code ChatOptionsResolver}: determines the options that apply to a prompt</li>
 * <li>{@code EncodedPrompt}: a request, with the information that is required to decode
 * its response</li>
 * <li>{@code HeaderMetadata}: the part of a response's metadata that comes from HTTP
 * headers</li>
 * <li>{@code ModelId}: the ID of a model, from which its features are derived</li>
 * <li>{@code ContentsBuilder}: the contents of a request while they are built, by
 * Google's rules on turns</li>
 * <li>{@code PendingToolCalls}: the tool calls in a conversation whose results
 * follow</li>
 * <li>{@code ToolNames}: the names of the tools in a request</li>
 * <li>{@code CandidateAccumulator}: a complete candidate, without the parts that cannot
 * be used</li>
 * <li>{@code FunctionCallAccumulator} and {@code PartialArgs}: a function call, and its
 * arguments, that are split across several parts</li>
 * <li>{@code ResponseDetails}: the metadata of a response while its events are
 * received</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.codec;

import org.jspecify.annotations.NullMarked;
