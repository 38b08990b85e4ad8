"""The model's side: a chain over any OpenAI-compatible endpoint. LangChain, openai and tiktoken are imported only when a model is asked."""
