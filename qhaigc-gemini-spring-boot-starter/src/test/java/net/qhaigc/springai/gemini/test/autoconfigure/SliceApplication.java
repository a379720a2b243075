package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application of which the tests create only parts.
 */
@SpringBootApplication
class SliceApplication {

}
