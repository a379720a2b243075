package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.agent.TurnEntry;
import net.qhaigc.springai.gemini.agent.TurnStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that start, take over and delete turns of the same conversations at the same
 * time, for the tests of each database.
 */
final class ConcurrentTurns {

	private ConcurrentTurns() {
	}

	/**
	 * Check that no entry of a turn is lost or changed, and that no rows remain after all
	 * turns are deleted.
	 */
	static void check(ApplicationContext context) throws Exception {
		TurnStore store = context.getBean(TurnStore.class);
		Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 }));
		List<TurnEntry> entries = List
			.of(new TurnEntry(TurnEntry.Kind.REQUEST, UserMessage.builder().text("你好 🎨").media(photo).build()));
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> requests = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Random random = new Random(i);
				requests.add(executor.submit(() -> {
					for (int turn = 0; turn < 20; turn++) {
						String conversation = "conversation " + random.nextInt(3);
						String id = UUID.randomUUID().toString();
						if (random.nextBoolean()) {
							store.start(conversation, id, entries);
						}
						else {
							store.takeOver(conversation, id);
						}
						store.append(conversation, id, entries);
						if (random.nextInt(3) == 0) {
							store.delete(conversation, id);
						}
					}
				}));
			}
			for (Future<?> request : requests) {
				request.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		store.findConversationIds()
			.forEach((conversation) -> assertThat(store.takeOver(conversation, "new-turn")).isNotEmpty()
				.allSatisfy((entry) -> assertThat(entry).isEqualTo(entries.get(0))));
		store.findConversationIds().forEach(store::delete);
		JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
		for (String table : List.of("turn", "turn_entry", "media_use", "media")) {
			assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_" + table, Integer.class)).as(table)
				.isZero();
		}
	}

}
