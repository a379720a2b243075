/**
 * Converts between Spring AI's types and the records of the package {@code wire}, which
 * represent the JSON of requests and responses. Only this package and its subpackages
 * convert between them. The entry points are {@code PromptEncoder} for requests, and
 * {@code ResponseDecoder} and {@code StreamDecoder} for responses. Most of the other
 * classes encode or decode one element of a request or a response. The following classes
 * have different tasks:
 * <ul>
 * <li>{@code ChatOptionsResolver}: determines the options that apply to a prompt</li>
 * <li>{@code EncodedPrompt}: a request, with the information that is required to decode
 * its response</li>
 * <li>{@code HeaderMetadata}: the part of a response's metadata that comes from HTTP
 * headers</li>
 * <li>{@code ModelId}: the ID of a model, from which its features are derived</li>
 * <li>{@code ContentsBuilder}: builds the contents of a request according to Google's
 * rules for turns</li>
 * <li>{@code PendingToolCalls}: the tool calls of the last model turn, and their
 * results</li>
 * <li>{@code ToolNames}: the names of the tools in a request</li>
 * <li>{@code CandidateAccumulator}: collects the parts of a candidate, except for the
 * parts that cannot be used</li>
 * <li>{@code FunctionCallAccumulator} and {@code PartialArgs}: a function call that is
 * split across several parts, and its arguments</li>
 * <li>{@code ResponseDetails}: the metadata of a response, from one body or from the
 * events of a stream</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.codec;

import org.jspecify.annotations.NullMarked;
