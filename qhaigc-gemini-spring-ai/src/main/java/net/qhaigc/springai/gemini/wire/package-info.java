/**
 * The gateway's JSON, field for field: records in which null means absent. The door to
 * their JSON is {@link net.qhaigc.springai.gemini.wire.WireJson}, behind which readers
 * and a writer take them from the streaming parser and back. {@code PartAttributes} is
 * what stands beside the data of a {@code Part}, {@code JsonBytes} what a parser reads
 * from.
 */
@NullMarked
package net.qhaigc.springai.gemini.wire;

import org.jspecify.annotations.NullMarked;
