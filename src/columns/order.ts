/** A text that is a finite number. */
export const isNumberText = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

/** A date that sorts as text: `2024-01-31`, with a time after it or not. */
export const isDateText = (text: string): boolean => /^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(text);
