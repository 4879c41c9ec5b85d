/** In which our words for visitors are written: plugins/widget/languages. */
export const widgetLanguages = ['ar', 'de', 'en', 'es', 'fr'] as const;
