/**
 * The JSON of the gateway, field for field, as records in which null means absent.
 * {@link net.qhaigc.springai.gemini.wire.WireJson} reads and writes these records.
 * Internally, readers create the records from the tokens of a streaming parser, and
 * writers write requests and parts.
 * <ul>
 * <li>{@code RequestBody}: the body of a request; each endpoint has a type of its
 * own</li>
 * <li>{@code ErrorEnvelope}: an error in any of the supported formats</li>
 * <li>{@code PartAttributes}: the fields of a {@code Part} other than its data</li>
 * <li>{@code EventParser}: reads the events of one stream</li>
 * <li>{@code ResponseMerger}, {@code CandidateMerger}, {@code ResponseFieldMerger},
 * {@code DetailMerger}: merge the events of a stream</li>
 * <li>{@code JsonBytes}: the bytes that a parser reads</li>
 * <li>{@code Base64Text}: base64 in the forms that gateways write</li>
 * <li>{@code JsonObject}: creates free-form JSON objects for encoders</li>
 * <li>{@code ImmutableCopy}: copies of collections for the records</li>
 * </ul>
 * The records are immutable. They copy maps that contain records, and lists that are not
 * already immutable. Free-form JSON (maps, lists, strings, numbers, booleans and nulls)
 * is not copied, since it can be large: the readers of this package, the options and the
 * encoders create it as unmodifiable lists, and as unmodifiable maps that keep the order
 * of the fields.
 */
@NullMarked
package net.qhaigc.springai.gemini.wire;

import org.jspecify.annotations.NullMarked;
