package net.qhaigc.springai.gemini.entity;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * Elements of a list to which one thread appends. The lists that {@link #toList()}
 * returns are immutable, share the elements and can be read by other threads. Creating
 * such a list takes constant time.
 */
final class SharedElements {

	private @Nullable Object[] elements = new Object[16];

	private int size;

	void add(@Nullable Object element) {
		if (this.size == this.elements.length) {
			this.elements = Arrays.copyOf(this.elements, this.size * 2);
		}
		this.elements[this.size++] = element;
	}

	int size() {
		return this.size;
	}

	List<@Nullable Object> toList() {
		return new PrefixWithTail(this.elements, this.size, Collections.emptyList());
	}

	/**
	 * Return the elements, followed by the given element, which is not added to this
	 * object.
	 */
	List<@Nullable Object> toList(@Nullable Object last) {
		return new PrefixWithTail(this.elements, this.size, Collections.singletonList(last));
	}

	/** The first elements of an array, followed by those of the tail. */
	private static final class PrefixWithTail extends AbstractList<@Nullable Object> implements RandomAccess {

		private final @Nullable Object[] elements;

		private final int length;

		private final List<@Nullable Object> tail;

		private PrefixWithTail(@Nullable Object[] elements, int length, List<@Nullable Object> tail) {
			this.elements = elements;
			this.length = length;
			this.tail = tail;
		}

		@Override
		public @Nullable Object get(int index) {
			Objects.checkIndex(index, size());
			return (index < this.length) ? this.elements[index] : this.tail.get(index - this.length);
		}

		@Override
		public int size() {
			return this.length + this.tail.size();
		}

	}

}
