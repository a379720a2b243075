package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application, of which tests create parts.
 */
@SpringBootApplication
class SliceApplication {

}
