// Sends requests to the gateway with Google's client for Node: a call, a stream and a tool call. Prints each answer.
import { GoogleGenAI, Type } from '@google/genai';

const [baseUrl, apiKey] = process.argv.slice(2);
const ai = new GoogleGenAI({ apiKey, httpOptions: { baseUrl, apiVersion: 'v1beta' } });

const answer = await ai.models.generateContent({
  model: 'gemini-2.5-flash',
  contents: 'Explain how RAG works in three concise steps.',
  config: { systemInstruction: 'Be brief.', temperature: 0.4, maxOutputTokens: 512 },
});
console.log(answer.text, answer.usageMetadata.totalTokenCount);

const texts = [];
for await (const chunk of await ai.models.generateContentStream({ model: 'gemini-2.5-flash', contents: 'Hi' })) {
  texts.push(chunk.text);
}
console.log(texts.join('|'));

const tools = [{
  functionDeclarations: [{
    name: 'getWeather',
    description: 'The weather in a city',
    parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ['city'] },
  }],
}];
const chat = ai.chats.create({ model: 'gemini-3.5-flash', config: { tools } });
const call = await chat.sendMessage({ message: 'How is the weather in Hangzhou?' });
const [{ name, args }] = call.functionCalls;
const result = await chat.sendMessage({
  message: [{ functionResponse: { name, response: { sky: 'rain', city: args.city } } }],
});
console.log(result.text);
