<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>DocumentList</name>
    <message>
      <source>Move to trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New story</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stories</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your stories are listed here.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DocumentModel</name>
    <message>
      <source>Last changed {0}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Untitled</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Inspector</name>
    <message>
      <source>Continue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Continue the story</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Creativity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How much the model writes at most each time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length of a continuation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Let the model continue the story</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Low keeps to the likely words, high surprises</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Retry</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop and keep the text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the last continuation back and write another</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model writes on from the cursor. You can keep typing meanwhile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>up to {0} tokens</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <source>Close and lose them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep writing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reading {0} of {1} tokens</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The last changes are not saved.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model has stopped writing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Untitled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>“{0}” is in the trash.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MessageBar</name>
    <message>
      <source>Close this message</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Message</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ModelController</name>
    <message>
      <source>Loading the model…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Loading {0}…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{0}, {1} million parameters, {2}, on {3}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Rail</name>
    <message>
      <source>As installed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As the system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Language</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Larger</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sepia</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smaller</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Theme</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Theme, language and text size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>RelativeTime</name>
    <message numerus="yes">
      <source>%n hour(s) ago</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>%n minute(s) ago</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <source>just now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>yesterday</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>StatusBar</name>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Progress</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Saving…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The rest of the story was remembered and did not have to be read.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tokens written per second in the last continuation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>read again {0} of {1} tokens</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{0} tok/s</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>StoryEditor</name>
    <message>
      <source>Copy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cut</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paste</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Redo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Redo continuation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Redo typing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Select all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Story</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo continuation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo typing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write the first words, or let the model begin.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>UserError</name>
    <message>
      <source>A saved state is damaged and was set aside.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A state of this model takes {size} MB, more than the {budget} MB set aside for states.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check that its folder exists and that you may write in it, or choose another data folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check that the disk is not full and that you may write there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check that you may write to this folder, or choose another data folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check the disk and the permissions of the file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check the disk or the network drive; copy the library to a safe place.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a model and wait until it is loaded.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a model file that is there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose an RWKV model: .safetensors, .pth, or .bin of rwkv.cpp.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose an RWKV-7 model, for instance one named rwkv7-g1.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose another one from the list.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose one of: auto, cpu, cuda, directml, coreml.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose one of: {known}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close other programs, or choose a smaller model. Your text is safe.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copies made by earlier updates may lie beside it, named like {copies}: move the damaged file away and give a copy its name, or restore a backup of your own.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Details are in {path}. If it happens again, please restart.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Do not trust this file. Get the model from its author, best as .safetensors.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Download or copy it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Free some space, then load the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Free some space; what is on screen will be saved at the next attempt.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In a terminal, use: longscroll generate --sample</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Install Longscroll again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It should be the tokenizer.json that was published with the model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It should hold a .safetensors, .pth or .bin file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its file may be damaged; load the model again, or choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Longscroll is already open on this library, or another program is using it: {path}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Longscroll runs RWKV models only.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name one of them: {names}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No model is loaded.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ONNX Runtime cannot run {name}: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Put the tokenizer.json that was published with the model beside it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Put the tokenizer.json that was published with the model into {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set aside more in the settings, or the text is read again after each start.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Something went wrong inside Longscroll. Your text is kept.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The damaged file is kept as {path}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The disk is full: the library {path} cannot be saved.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The disk is full: the model could not be prepared in {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The disk reported an error at the library {path}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The engine met an error it did not expect.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder {folder} holds no model file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder {folder} holds several model files.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The library {path} cannot be opened or written.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The library {path} is damaged, or is not a Longscroll library. It was not changed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model could not be prepared in {folder}: {reason}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model file {file} cannot be read: {reason}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model file {file} does not exist.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model file {file} is damaged: {detail}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model file {file} wants to run code ({callable}) and was refused.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model file {file} {what}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model gave no usable numbers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model takes the text to be complete and added nothing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The settings cannot be saved in {path}: {reason}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The settings file was damaged, so the usual settings are used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The settings in {path} cannot be read: {reason}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The text is safe; the model will read it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The tokenizer {file} cannot be used: {reason}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The tokenizer {file} has {tokens} tokens, but the model knows only {ids}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The usual settings are used. Check that you may read this file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The vocabulary {file} cannot be read: {reason}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The vocabulary {file} is damaged at line {line}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no device called “{name}”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no runtime called “{name}”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no screen to open a window on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no tokenizer for the model {model}, which has {ids} tokens.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There was not enough memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This document is no longer in the library.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This library was written by a newer Longscroll: {path}. It was not changed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try another model; if none works, reinstall Longscroll.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Update Longscroll to open it, or choose another data folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use a float16, bfloat16 or float32 version of the model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use an unchanged RWKV-7 model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use the window that is open, or close the other program and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write a few words more, or press Retry.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your text is safe. Try again; if it happens again, load the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>has the byte order of another kind of computer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>holds an RWKV before RWKV-7</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>holds no RWKV model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is a bare pickle of an old PyTorch, which is unsafe</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is a web page that was saved in place of the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is in the GGUF format, which cannot be read yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is only a pointer to the real file (Git LFS)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>was packed or encrypted again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} is an {kind} model; this version of Longscroll runs RWKV-7 models.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} is not a model file that Longscroll can read.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WritePage</name>
    <message>
      <source>Begin one: you write, and the model continues where you stop.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New story</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No story is open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show or hide stories</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show or hide the panel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Untitled</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
