CREATE TABLE IF NOT EXISTS conversation_folder (
	conversation_id VARCHAR(36) PRIMARY KEY,
	name VARCHAR(100) NOT NULL
);
