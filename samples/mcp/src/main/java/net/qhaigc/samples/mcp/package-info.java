/**
 * Calls tools of MCP servers. The servers run as child processes or are called over HTTP.
 */
package net.qhaigc.samples.mcp;
