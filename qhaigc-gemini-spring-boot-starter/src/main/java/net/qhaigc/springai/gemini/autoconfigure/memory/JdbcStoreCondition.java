package net.qhaigc.springai.gemini.autoconfigure.memory;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches if messages or media are stored in the database.
 */
final class JdbcStoreCondition extends AnyNestedCondition {

	JdbcStoreCondition() {
		super(ConfigurationPhase.PARSE_CONFIGURATION);
	}

	@ConditionalOnBooleanProperty("qhaigc.memory.jdbc.enabled")
	static final class MessagesInDatabase {

	}

	@ConditionalOnProperty(name = "qhaigc.media-store.type", havingValue = "jdbc")
	static final class MediaInDatabase {

	}

}
