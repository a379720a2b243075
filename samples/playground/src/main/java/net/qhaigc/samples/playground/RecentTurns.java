package net.qhaigc.samples.playground;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;

/**
 * The most recent turns, each of which is a message with its response. The page can show
 * the HTTP exchanges of these turns. The number of turns and their total size are
 * limited, so that the playground can run for days.
 */
@Component
class RecentTurns {

	static final int MAX_TURNS = 200;

	private static final long MAX_BYTES = 32L * 1024 * 1024;

	private final Map<String, Turn> turns = new LinkedHashMap<>();

	/**
	 * Begin a turn.
	 * @param events receives the events of the turn
	 * @return the turn
	 */
	synchronized Turn begin(Consumer<ChatEvent> events) {
		Turn turn = new Turn(events);
		this.turns.put(turn.id(), turn);
		evict();
		return turn;
	}

	private void evict() {
		long size = size();
		Iterator<Turn> oldest = this.turns.values().iterator();
		while (this.turns.size() > 1 && (this.turns.size() > MAX_TURNS || size > MAX_BYTES)) {
			size -= oldest.next().size();
			oldest.remove();
		}
	}

	/** Return the approximate number of bytes that the turns use in memory. */
	synchronized long size() {
		return this.turns.values().stream().mapToLong(Turn::size).sum();
	}

	/**
	 * Find a turn.
	 * @param id the ID of the turn
	 * @return the turn, or empty if it is not one of the most recent ones
	 */
	synchronized Optional<Turn> find(String id) {
		return Optional.ofNullable(this.turns.get(id));
	}

}
