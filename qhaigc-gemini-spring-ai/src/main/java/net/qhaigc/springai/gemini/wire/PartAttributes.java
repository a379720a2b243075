package net.qhaigc.springai.gemini.wire;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a part other than its data.
 *
 * @param thought whether the part is a thought and not part of the answer; null if the
 * field is absent
 * @param thoughtSignature base64 that is sent back unchanged and never decoded; null if
 * absent or blank
 * @param extra all other fields of the part, keyed by their names in the JSON
 * @param inner unknown fields inside the data object of the part, keyed by their names in
 * the JSON
 */
public record PartAttributes(@Nullable Boolean thought, @Nullable String thoughtSignature, Map<String, Object> extra,
		Map<String, Object> inner) {

	/** No fields other than the data. */
	public static final PartAttributes NONE = new PartAttributes(null, null, Map.of(), Map.of());

	/** The attributes of an unsigned thought. */
	public static final PartAttributes THOUGHT = new PartAttributes(true, null, Map.of(), Map.of());

	public PartAttributes {
		thoughtSignature = (thoughtSignature != null && !thoughtSignature.isBlank()) ? thoughtSignature : null;
	}

	/**
	 * Return attributes that hold only a signature.
	 * @param thoughtSignature the signature, or null for {@link #NONE}
	 * @return the attributes
	 */
	public static PartAttributes signed(@Nullable String thoughtSignature) {
		return NONE.withThoughtSignature(thoughtSignature);
	}

	/**
	 * Return the attributes that are inside the data object.
	 * @param thoughtSignature a signature that a gateway wrote inside the data object;
	 * null if absent
	 * @param inner the unknown fields, keyed by their names in the JSON; must not be
	 * modified afterwards
	 * @return the attributes
	 */
	static PartAttributes ofData(@Nullable String thoughtSignature, Map<String, Object> inner) {
		return inner.isEmpty() ? signed(thoughtSignature)
				: new PartAttributes(null, thoughtSignature, Map.of(), Collections.unmodifiableMap(inner));
	}

	/**
	 * Return these attributes with the given signature.
	 * @param thoughtSignature the signature, or null for none
	 * @return the attributes; this instance if the signature is the same
	 */
	public PartAttributes withThoughtSignature(@Nullable String thoughtSignature) {
		return Objects.equals(this.thoughtSignature, thoughtSignature) ? this
				: new PartAttributes(this.thought, thoughtSignature, this.extra, this.inner);
	}

}
