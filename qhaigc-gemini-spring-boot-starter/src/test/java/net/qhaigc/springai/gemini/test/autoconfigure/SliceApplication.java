package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application; tests create only parts of it.
 */
@SpringBootApplication
class SliceApplication {

}
