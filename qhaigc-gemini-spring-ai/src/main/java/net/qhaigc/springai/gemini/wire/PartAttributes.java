package net.qhaigc.springai.gemini.wire;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a part carries beside its data.
 *
 * @param thought whether the part is a thought and no part of the answer
 * @param thoughtSignature base64 that goes back exactly as it came; never decoded
 * @param extra further fields of the part, unknown ones included, by wire name
 * @param inner unknown fields inside the part's data object, by wire name
 */
public record PartAttributes(@Nullable Boolean thought, @Nullable String thoughtSignature, Map<String, Object> extra,
		Map<String, Object> inner) {

	/** Nothing beside the data. */
	public static final PartAttributes NONE = new PartAttributes(null, null, Map.of(), Map.of());

	/**
	 * Nothing but a signature.
	 * @param thoughtSignature the signature; null gives {@link #NONE}
	 * @return the fields
	 */
	public static PartAttributes signed(@Nullable String thoughtSignature) {
		return (thoughtSignature != null) ? new PartAttributes(null, thoughtSignature, Map.of(), Map.of()) : NONE;
	}

}
