/**
 * HTTP, and nothing else: requests go to the gateway, failures leave as one of two
 * exceptions.
 */
@NullMarked
package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.NullMarked;
