package net.qhaigc.springai.gemini.autoconfigure.memory;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

/**
 * Properties of the chat memory repository in a database.
 */
@ConfigurationProperties("qhaigc.memory.jdbc")
public class QhaigcJdbcMemoryProperties extends DatabaseInitializationProperties {

	/**
	 * Whether to store conversations and, by default, their media in the database of the
	 * application.
	 */
	private boolean enabled;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	@Override
	public String getDefaultSchemaLocation() {
		return "classpath:net/qhaigc/springai/gemini/memory/jdbc/schema-@@platform@@.sql";
	}

}
