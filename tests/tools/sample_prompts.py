"""What the bundled model is always asked in its samples: ten beginnings and five chats.

Never chosen by what comes of them: a change of these makes cards that cannot be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

PROMPTS = (
    "Once upon a time, there was a little girl named Lily.",
    "The old fox looked up at the moon and",
    '"Where are you going?" asked the bear.',
    "Tom and his sister Mia found an old map in the attic.",
    "Ben had a red kite. One windy day, Ben took his kite to the hill.",
    "In a small village by the sea there lived a fisherman named Hugo.",
    "Every night, when Sara went to bed, she heard a soft knock on the window.",
    "The king had a daughter named Rose, who was not afraid of anything.",
    'It was raining hard. "I cannot find my umbrella," said Anna to her cat Max.',
    "Long ago, in a deep forest, a proud lion and a small mouse named Pip lived side by side.",
)


@dataclass(frozen=True)
class ChatSample:
    """A character, described as in a card, and all that the user says to it."""

    name: str
    description: str
    said: tuple[str, ...]


CHATS = (
    ChatSample(
        "Ada",
        "I keep the lantern of a blue boat. I live in a small village by the sea. "
        "I have a cat named Max. I love rainy days and hot tea.",
        ("Hello! Who are you?", "Where do you live?", "Do you have any pets?", "Goodbye!"),
    ),
    ChatSample(
        "Hugo",
        "I am a baker. I live in a big city. I love old songs. I am afraid of thunder.",
        (
            "Good morning! My name is Nora.",
            "What do you do for a living?",
            "Is there anything that scares you?",
            "Do you remember my name?",
        ),
    ),
    ChatSample(
        "Ivy",
        "I am a wizard. I live in a tower on a mountain. I have an owl named Sam. "
        "My favorite color is green.",
        ("Hi, how are you?", "What is your favorite color?", "Tell me about your pet."),
    ),
    ChatSample(
        "Leo",
        "I am a sailor. I live on a ship. I love stories about dragons.",
        ("Hello!", "What do you like?", "Please tell me a story about a dragon."),
    ),
    ChatSample(
        "Rosa",
        "I work in a library and read two books a week. I have two small sons. I like to cook.",
        (
            "Hi! What did you do today?",
            "I just came home from work. I am so tired.",
            "What should I cook for dinner?",
        ),
    ),
)
