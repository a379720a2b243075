/** What the page says. Plain sentences, the same facts in both languages. */
export const texts = {
	skip: { en: "Skip to the question", zh: "跳到提问框" },
	otherLanguage: { en: "中文", zh: "English" },
	otherLanguageTag: { en: "zh-CN", zh: "en" },
	otherLanguageShort: { en: "中文", zh: "EN" },
	theme: { en: "Light or dark", zh: "浅色或深色" },
	close: { en: "Close", zh: "关闭" },

	conversations: { en: "Conversations", zh: "对话" },
	newConversation: { en: "New conversation", zh: "新对话" },
	untitled: { en: "Images without words", zh: "没有文字的图片" },
	forget: { en: "Delete “{title}”", zh: "删除“{title}”" },
	forgetSure: { en: "Delete “{title}” for good?", zh: "永久删除“{title}”？" },
	fromMemory: {
		en: "From the memory, which keeps text alone: images, thoughts and tool calls of these turns are gone.",
		zh: "来自记忆库。它只保存文字：这些轮次的图片、思考和工具调用不再显示。"
	},

	sourceStandIn: { en: "stand-in", zh: "替身" },
	sourceGateway: { en: "gateway", zh: "网关" },
	standInLong: {
		en: "There is no key, so a stand-in answers: it repeats what you say, calls tools and fills schemas. For real answers, set QHAIGC_API_KEY and start again.",
		zh: "没有密钥，所以由替身回答：它会重复你的话、调用工具、填写结构。要得到真实的回答，请设置 QHAIGC_API_KEY 后重新启动。"
	},

	welcome: { en: "What would you like to see?", zh: "想看点什么？" },
	suggestTour: { en: "What can this page show?", zh: "这个页面能展示什么？" },
	suggestTool: { en: "What is the weather in Hangzhou?", zh: "杭州的天气怎么样？" },
	suggestJson: { en: "Three cities by a river, as a table", zh: "用表格列出三座临江的城市" },
	suggestImage: { en: "Draw a lighthouse at dusk", zh: "画一座黄昏时的灯塔" },

	yourQuestion: { en: "Your question", zh: "你的问题" },
	askHere: { en: "Ask something", zh: "问点什么" },
	keys: {
		en: "Enter sends, Shift+Enter starts a line, Esc stops. Drop or paste images.",
		zh: "Enter 发送，Shift+Enter 换行，Esc 停止。可以拖入或粘贴图片。"
	},
	send: { en: "Send", zh: "发送" },
	stop: { en: "Stop", zh: "停止" },
	images: { en: "Images of your question", zh: "问题中的图片" },
	addImages: { en: "Add images", zh: "添加图片" },
	removeImage: { en: "Remove {name}", zh: "移除 {name}" },
	imageOfQuestion: { en: "Image of the question", zh: "问题中的图片" },
	imageOfAnswer: { en: "Image made by the model", zh: "模型生成的图片" },
	notAnImage: {
		en: "“{name}” is not an image that the models read. PNG, JPEG, WebP and HEIC are.",
		zh: "“{name}”不是模型能读取的图片。支持 PNG、JPEG、WebP 和 HEIC。"
	},
	tooLarge: {
		en: "Images of a question may have 14 MB together, and “{name}” is too much.",
		zh: "一个问题的图片总共不能超过 14 MB，加上“{name}”就超出了。"
	},

	you: { en: "You", zh: "你" },
	model: { en: "Model", zh: "模型" },
	answering: { en: "Answering", zh: "正在回答" },
	thinkingNow: { en: "Thinking", zh: "正在思考" },
	thoughtFor: { en: "Thought for {time}", zh: "思考了 {time}" },
	toolRuns: { en: "runs", zh: "正在运行" },
	toolDone: { en: "done in {time}", zh: "已完成，用时 {time}" },
	toolLeft: { en: "no result", zh: "没有结果" },
	arguments: { en: "Arguments", zh: "参数" },
	result: { en: "Result", zh: "结果" },
	jsonItself: { en: "The JSON itself", zh: "原始 JSON" },
	table: { en: "Table", zh: "表格" },
	code: { en: "Code", zh: "代码" },
	notShown: { en: "A file of type {type}, which this page cannot show.", zh: "类型为 {type} 的文件，本页面无法显示。" },
	stopped: { en: "Stopped. The request to the gateway was cancelled.", zh: "已停止，发往网关的请求已取消。" },
	emptyAnswer: { en: "An answer without text.", zh: "没有文字的回答。" },
	figuresOfAnswer: {
		en: "{model} · {prompt} tokens in, {completion} out · first token after {first}, all after {total}",
		zh: "{model} · 输入 {prompt} 个 token，输出 {completion} 个 · 首个 token 用时 {first}，全部用时 {total}"
	},
	endedBy: { en: "The model ended with {reason}.", zh: "模型以 {reason} 结束。" },
	cutByLength: {
		en: "The answer is cut off: the limit of tokens was reached (MAX_TOKENS).",
		zh: "回答被截断：已达到 token 上限（MAX_TOKENS）。"
	},
	blocked: {
		en: "The model does not say this ({reason}). Ask in another way.",
		zh: "模型拒绝这样回答（{reason}）。请换一种问法。"
	},
	answerReady: { en: "The answer: {text}", zh: "回答：{text}" },

	error0: { en: "No answer came from the gateway.", zh: "网关没有回答。" },
	error400: { en: "The gateway did not accept the question.", zh: "网关没有接受这个问题。" },
	error401: { en: "The gateway refused the key. Check QHAIGC_API_KEY and start again.", zh: "网关拒绝了密钥。请检查 QHAIGC_API_KEY 后重新启动。" },
	error404: { en: "The gateway does not know this model. Choose another in the settings.", zh: "网关没有这个模型。请在设置中另选一个。" },
	error429: { en: "Too many questions for now. Wait a little and ask again.", zh: "现在的请求太多了。请稍候再问。" },
	error429in: { en: "Too many questions for now. Ask again in {seconds} s.", zh: "现在的请求太多了。请在 {seconds} 秒后再问。" },
	error500: { en: "The gateway is in trouble. Ask again in a moment.", zh: "网关出了问题。请稍后再问。" },
	playgroundGone: { en: "The playground itself does not answer. Is it still running?", zh: "演示程序本身没有响应。它还在运行吗？" },
	brokeOff: { en: "The answer broke off.", zh: "回答中断了。" },

	settings: { en: "Settings", zh: "设置" },
	endpoint: { en: "Endpoint", zh: "端点" },
	asConfigured: { en: "as configured", zh: "按配置" },
	endpointNative: { en: "native: Gemini's own", zh: "native：Gemini 原生" },
	endpointUnified: { en: "unified: every vendor's models", zh: "unified：各家模型" },
	temperature: { en: "Temperature", zh: "温度" },
	modelsOwn: { en: "the model's default", zh: "模型默认" },
	thinking: { en: "Thinking", zh: "思考" },
	thinkingBudget: { en: "Budget: Gemini 2.5", zh: "预算：Gemini 2.5" },
	thinkingLevel: { en: "Level: Gemini 3 and newer", zh: "级别：Gemini 3 及更新" },
	budgetOff: { en: "off", zh: "关闭" },
	budget1024: { en: "1,024 tokens", zh: "1,024 个 token" },
	budget8192: { en: "8,192 tokens", zh: "8,192 个 token" },
	levelMinimal: { en: "minimal", zh: "最少" },
	levelLow: { en: "low", zh: "低" },
	levelMedium: { en: "medium", zh: "中" },
	levelHigh: { en: "high", zh: "高" },
	showThoughts: { en: "Show the thinking", zh: "显示思考过程" },
	answerAs: { en: "Answer as", zh: "回答形式" },
	formText: { en: "text", zh: "文字" },
	formJson: { en: "JSON, shown as a table", zh: "JSON，显示为表格" },
	formImage: { en: "text and images", zh: "文字和图片" },
	offerTools: { en: "Offer tools: weather, time", zh: "提供工具：天气、时间" },
	schema: { en: "JSON schema", zh: "JSON 结构" },
	badSchema: { en: "The schema in the settings is not JSON.", zh: "设置中的结构不是有效的 JSON。" },

	figures: { en: "Tokens and time to first token", zh: "token 数与首个 token 用时" },
	tokensMade: { en: "tokens made", zh: "生成的 token" },
	firstToken: { en: "time to first token", zh: "首个 token 用时" },
	chartTold: {
		en: "Answers: {answers}. Tokens made: {tokens}. Time to the first token of the last one: {last}.",
		zh: "回答：{answers} 个。生成的 token：{tokens} 个。最近一个的首个 token 用时：{last}。"
	}
};
