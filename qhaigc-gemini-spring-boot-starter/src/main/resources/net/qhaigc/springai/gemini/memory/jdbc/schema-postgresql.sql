CREATE TABLE IF NOT EXISTS qhaigc_chat_message (
	conversation_id VARCHAR(255) NOT NULL,
	sequence_id INTEGER NOT NULL,
	content TEXT NOT NULL,
	created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
	PRIMARY KEY (conversation_id, sequence_id)
);

CREATE TABLE IF NOT EXISTS qhaigc_chat_media (
	reference VARCHAR(100) NOT NULL PRIMARY KEY,
	mime_type VARCHAR(255) NOT NULL,
	content BYTEA NOT NULL,
	stored_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE TABLE IF NOT EXISTS qhaigc_chat_media_use (
	reference VARCHAR(100) NOT NULL,
	conversation_id VARCHAR(255) NOT NULL,
	PRIMARY KEY (reference, conversation_id)
);

CREATE INDEX IF NOT EXISTS qhaigc_chat_media_use_conversation ON qhaigc_chat_media_use (conversation_id);

CREATE TABLE IF NOT EXISTS qhaigc_chat_turn (
	conversation_id VARCHAR(255) NOT NULL PRIMARY KEY,
	turn_id VARCHAR(36) NOT NULL,
	updated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE TABLE IF NOT EXISTS qhaigc_chat_turn_entry (
	conversation_id VARCHAR(255) NOT NULL,
	sequence_id INTEGER NOT NULL,
	kind VARCHAR(20) NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (conversation_id, sequence_id)
);
