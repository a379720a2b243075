/**
 * Tools of MCP servers, which run as child processes or are called over HTTP.
 */
package net.qhaigc.samples.mcp;
