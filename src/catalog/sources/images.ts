import { size, string } from "../param.js";
import { defineSource } from "../word.js";

export const images = defineSource({
  name: "images",
  keras: null,
  summary: "The images of a folder, a sub-folder for each class.",
  planned: true,
  params: {
    path: string({ doc: "The folder.", positional: true }),
    size: size(2, { doc: "Height and width they are scaled to.", default: 256 }),
  },
  examples: ['images("photos", size=150x150)'],
});
