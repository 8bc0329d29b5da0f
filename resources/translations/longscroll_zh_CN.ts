<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>DocumentList</name>
    <message>
      <source>Move to trash</source>
      <translation>移到回收站</translation>
    </message>
    <message>
      <source>New story</source>
      <translation>新建故事</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>打开</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Stories</source>
      <translation>故事</translation>
    </message>
    <message>
      <source>Your stories are listed here.</source>
      <translation>你的故事会列在这里。</translation>
    </message>
  </context>
  <context>
    <name>DocumentModel</name>
    <message>
      <source>Last changed {0}</source>
      <translation>最后修改：{0}</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>Inspector</name>
    <message>
      <source>Continue</source>
      <translation>续写</translation>
    </message>
    <message>
      <source>Continue the story</source>
      <translation>续写故事</translation>
    </message>
    <message>
      <source>Creativity</source>
      <translation>创造力</translation>
    </message>
    <message>
      <source>How much the model writes at most each time</source>
      <translation>模型每次最多写多少</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>长度</translation>
    </message>
    <message>
      <source>Length of a continuation</source>
      <translation>每次续写的长度</translation>
    </message>
    <message>
      <source>Let the model continue the story</source>
      <translation>让模型接着写下去</translation>
    </message>
    <message>
      <source>Low keeps to the likely words, high surprises</source>
      <translation>低则稳妥，高则出人意料</translation>
    </message>
    <message>
      <source>Retry</source>
      <translation>重写</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>Stop and keep the text</source>
      <translation>停止，保留已写的文字</translation>
    </message>
    <message>
      <source>Take the last continuation back and write another</source>
      <translation>收回上一次续写，重新写一段</translation>
    </message>
    <message>
      <source>The model writes on from the cursor. You can keep typing meanwhile.</source>
      <translation>模型从光标处接着写，你可以同时继续打字。</translation>
    </message>
    <message>
      <source>up to {0} tokens</source>
      <translation>最多 {0} 个词元</translation>
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <source>Close and lose them</source>
      <translation>关闭并放弃修改</translation>
    </message>
    <message>
      <source>Keep writing</source>
      <translation>继续写作</translation>
    </message>
    <message>
      <source>Reading {0} of {1} tokens</source>
      <translation>正在阅读 {0}／{1} 个词元</translation>
    </message>
    <message>
      <source>The last changes are not saved.</source>
      <translation>最近的修改还没有保存。</translation>
    </message>
    <message>
      <source>The model has stopped writing.</source>
      <translation>模型已停笔。</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>“{0}” is in the trash.</source>
      <translation>“{0}”已移到回收站。</translation>
    </message>
  </context>
  <context>
    <name>MessageBar</name>
    <message>
      <source>Close this message</source>
      <translation>关闭这条消息</translation>
    </message>
    <message>
      <source>Message</source>
      <translation>消息</translation>
    </message>
  </context>
  <context>
    <name>ModelController</name>
    <message>
      <source>Loading the model…</source>
      <translation>正在加载模型…</translation>
    </message>
    <message>
      <source>Loading {0}…</source>
      <translation>正在加载 {0}…</translation>
    </message>
    <message>
      <source>{0}, {1} million parameters, {2}, on {3}</source>
      <translation>{0}，{1} 百万参数，{2}，运行于 {3}</translation>
    </message>
  </context>
  <context>
    <name>Rail</name>
    <message>
      <source>As installed</source>
      <translation>默认大小</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Larger</source>
      <translation>放大</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Sepia</source>
      <translation>米黄</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>缩小</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>字号</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <source>Theme, language and text size</source>
      <translation>主题、语言和字号</translation>
    </message>
    <message>
      <source>Write</source>
      <translation>写作</translation>
    </message>
  </context>
  <context>
    <name>RelativeTime</name>
    <message numerus="yes">
      <source>%n hour(s) ago</source>
      <translation>
        <numerusform>%n 小时前</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n minute(s) ago</source>
      <translation>
        <numerusform>%n 分钟前</numerusform>
      </translation>
    </message>
    <message>
      <source>just now</source>
      <translation>刚刚</translation>
    </message>
    <message>
      <source>yesterday</source>
      <translation>昨天</translation>
    </message>
  </context>
  <context>
    <name>StatusBar</name>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation>
        <numerusform>%n 字</numerusform>
      </translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>有修改</translation>
    </message>
    <message>
      <source>No model</source>
      <translation>没有模型</translation>
    </message>
    <message>
      <source>Not saved</source>
      <translation>未能保存</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>已保存</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>正在保存…</translation>
    </message>
    <message>
      <source>The rest of the story was remembered and did not have to be read.</source>
      <translation>其余部分模型都还记得，不必重读。</translation>
    </message>
    <message>
      <source>Tokens written per second in the last continuation</source>
      <translation>上一次续写时每秒写出的词元数</translation>
    </message>
    <message>
      <source>read again {0} of {1} tokens</source>
      <translation>重读 {0}／{1} 个词元</translation>
    </message>
    <message>
      <source>{0} tok/s</source>
      <translation>{0} 词元/秒</translation>
    </message>
  </context>
  <context>
    <name>StoryEditor</name>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Cut</source>
      <translation>剪切</translation>
    </message>
    <message>
      <source>Paste</source>
      <translation>粘贴</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>重做</translation>
    </message>
    <message>
      <source>Redo continuation</source>
      <translation>重做续写</translation>
    </message>
    <message>
      <source>Redo typing</source>
      <translation>重做输入</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>全选</translation>
    </message>
    <message>
      <source>Story</source>
      <translation>故事正文</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Undo continuation</source>
      <translation>撤销续写</translation>
    </message>
    <message>
      <source>Undo typing</source>
      <translation>撤销输入</translation>
    </message>
    <message>
      <source>Write the first words, or let the model begin.</source>
      <translation>写下开头，或让模型来起笔。</translation>
    </message>
  </context>
  <context>
    <name>UserError</name>
    <message>
      <source>A model cannot be converted into itself: {file}.</source>
      <translation>模型不能转换成它自己：{file}。</translation>
    </message>
    <message>
      <source>A saved state is damaged and was set aside.</source>
      <translation>一个保存的状态已损坏，已被搁置。</translation>
    </message>
    <message>
      <source>A state belongs to the very model that it was tuned for.</source>
      <translation>状态只属于为之调校的那个模型。</translation>
    </message>
    <message>
      <source>A state file has tensors named blocks.0.att.time_state and so on.</source>
      <translation>状态文件中的张量名为 blocks.0.att.time_state 等。</translation>
    </message>
    <message>
      <source>A state of this model takes {size} MB, more than the {budget} MB set aside for states.</source>
      <translation>这个模型的一个状态占 {size} MB，超过了为状态预留的 {budget} MB。</translation>
    </message>
    <message>
      <source>Check that its folder exists and that you may write in it, or choose another data folder.</source>
      <translation>请确认该文件夹存在且你有写入权限，或另选一个数据文件夹。</translation>
    </message>
    <message>
      <source>Check that the disk is not full and that you may write there.</source>
      <translation>请确认磁盘未满，并且你有写入权限。</translation>
    </message>
    <message>
      <source>Check that you may write to this folder, or choose another data folder.</source>
      <translation>请确认你可以写入该文件夹，或另选一个数据文件夹。</translation>
    </message>
    <message>
      <source>Check the disk and the permissions of the file.</source>
      <translation>请检查磁盘和该文件的权限。</translation>
    </message>
    <message>
      <source>Check the disk or the network drive; copy the library to a safe place.</source>
      <translation>请检查磁盘或网络驱动器，并把书库复制到安全的地方。</translation>
    </message>
    <message>
      <source>Choose a model and wait until it is loaded.</source>
      <translation>请选择一个模型，等它加载完成。</translation>
    </message>
    <message>
      <source>Choose a model file that is there.</source>
      <translation>请选择一个存在的模型文件。</translation>
    </message>
    <message>
      <source>Choose a model of a later generation.</source>
      <translation>请选择更新一代的模型。</translation>
    </message>
    <message>
      <source>Choose a name that ends in .pth or .safetensors.</source>
      <translation>请使用以 .pth 或 .safetensors 结尾的名称。</translation>
    </message>
    <message>
      <source>Choose a name that ends in .safetensors.</source>
      <translation>请使用以 .safetensors 结尾的名称。</translation>
    </message>
    <message>
      <source>Choose an RWKV model: .safetensors, .pth, .gguf, or .bin of rwkv.cpp.</source>
      <translation>请选择 RWKV 模型：.safetensors、.pth、.gguf，或 rwkv.cpp 的 .bin。</translation>
    </message>
    <message>
      <source>Choose another model, for instance one named rwkv7-g1.</source>
      <translation>请选择另一个模型，例如名为 rwkv7-g1 的模型。</translation>
    </message>
    <message>
      <source>Choose another name for the result.</source>
      <translation>请为结果另选一个名称。</translation>
    </message>
    <message>
      <source>Choose another name, or use --force to replace it.</source>
      <translation>请另选一个名称，或用 --force 替换它。</translation>
    </message>
    <message>
      <source>Choose another one from the list.</source>
      <translation>请从列表中另选一个。</translation>
    </message>
    <message>
      <source>Choose another place for it.</source>
      <translation>请为它另选一个位置。</translation>
    </message>
    <message>
      <source>Choose one of: {known}.</source>
      <translation>请选择其一：{known}。</translation>
    </message>
    <message>
      <source>Close other programs, or choose a smaller model. Your text is safe.</source>
      <translation>请关闭其他程序，或选择更小的模型。你的文字是安全的。</translation>
    </message>
    <message>
      <source>Convert the model again with a current rwkv.cpp.</source>
      <translation>请用最新的 rwkv.cpp 重新转换模型。</translation>
    </message>
    <message>
      <source>Copies made by earlier updates may lie beside it, named like {copies}: move the damaged file away and give a copy its name, or restore a backup of your own.</source>
      <translation>它旁边可能有以前升级时留下的副本，名字类似 {copies}：把损坏的文件移开，把副本改成它的名字，或恢复你自己的备份。</translation>
    </message>
    <message>
      <source>Copy {source} there yourself.</source>
      <translation>请自行把 {source} 复制过去。</translation>
    </message>
    <message>
      <source>Details are in {path}. If it happens again, please restart.</source>
      <translation>详情见 {path}。如果再次发生，请重新启动。</translation>
    </message>
    <message>
      <source>Do not trust this file. Get the model from its author, best as .safetensors.</source>
      <translation>不要相信这个文件。请从作者处获取模型，最好是 .safetensors 格式。</translation>
    </message>
    <message>
      <source>Download it again from the link of the file itself.</source>
      <translation>请从文件本身的链接重新下载。</translation>
    </message>
    <message>
      <source>Download or copy it again.</source>
      <translation>请重新下载或复制。</translation>
    </message>
    <message>
      <source>Download the file itself, for instance with git lfs pull.</source>
      <translation>请下载文件本身，例如用 git lfs pull。</translation>
    </message>
    <message>
      <source>Free some space, or choose another disk.</source>
      <translation>请腾出一些空间，或选择另一个磁盘。</translation>
    </message>
    <message>
      <source>Free some space, then load the model again.</source>
      <translation>请腾出一些空间，然后重新加载模型。</translation>
    </message>
    <message>
      <source>Free some space; what is on screen will be saved at the next attempt.</source>
      <translation>请腾出一些空间；屏幕上的内容会在下一次尝试时保存。</translation>
    </message>
    <message>
      <source>In a terminal, use: longscroll generate --sample</source>
      <translation>在终端中请使用：longscroll generate --sample</translation>
    </message>
    <message>
      <source>Install Longscroll again.</source>
      <translation>请重新安装长卷。</translation>
    </message>
    <message>
      <source>Install {package}, or choose another runtime.</source>
      <translation>请安装 {package}，或选择其他运行方式。</translation>
    </message>
    <message>
      <source>It should be the tokenizer.json that was published with the model.</source>
      <translation>它应当是随模型一起发布的 tokenizer.json。</translation>
    </message>
    <message>
      <source>It should hold a .safetensors, .pth, .gguf or .bin file.</source>
      <translation>其中应有一个 .safetensors、.pth、.gguf 或 .bin 文件。</translation>
    </message>
    <message>
      <source>Its file may be damaged; load the model again, or choose another.</source>
      <translation>模型文件可能已损坏；请重新加载，或另选一个模型。</translation>
    </message>
    <message>
      <source>Join the parts first, with llama-gguf-split --merge.</source>
      <translation>请先用 llama-gguf-split --merge 合并各部分。</translation>
    </message>
    <message>
      <source>Longscroll is already open on this library, or another program is using it: {path}.</source>
      <translation>长卷已经打开了这个书库，或有别的程序正在使用它：{path}。</translation>
    </message>
    <message>
      <source>Longscroll runs RWKV models only.</source>
      <translation>长卷只运行 RWKV 模型。</translation>
    </message>
    <message>
      <source>Longscroll runs models in which both are the same.</source>
      <translation>长卷只能运行两者相同的模型。</translation>
    </message>
    <message>
      <source>Make the GGUF again with a current llama.cpp, on an ordinary PC.</source>
      <translation>请在普通电脑上用新版 llama.cpp 重新制作 GGUF。</translation>
    </message>
    <message>
      <source>Models are converted to .safetensors only, not to {file}.</source>
      <translation>模型只能转换为 .safetensors，不能转换为 {file}。</translation>
    </message>
    <message>
      <source>Name one of them: {names}.</source>
      <translation>请指明其中一个：{names}。</translation>
    </message>
    <message>
      <source>No model is loaded.</source>
      <translation>还没有加载模型。</translation>
    </message>
    <message>
      <source>ONNX Runtime cannot run {name}: {reason}</source>
      <translation>ONNX Runtime 无法运行 {name}：{reason}</translation>
    </message>
    <message>
      <source>Open and save it again with PyTorch 1.6 or newer, best as .safetensors.</source>
      <translation>请用 PyTorch 1.6 或更新版本打开并重新保存，最好存为 .safetensors。</translation>
    </message>
    <message>
      <source>Put all files of the model into one folder.</source>
      <translation>请把模型的所有文件放在同一个文件夹中。</translation>
    </message>
    <message>
      <source>Put the tokenizer.json that was published with the model beside it.</source>
      <translation>请把随模型一起发布的 tokenizer.json 放在它旁边。</translation>
    </message>
    <message>
      <source>Put the tokenizer.json that was published with the model into {folder}.</source>
      <translation>请把随模型一起发布的 tokenizer.json 放进 {folder}。</translation>
    </message>
    <message>
      <source>Quantise the model again with a current rwkv.cpp, or use its FP16 version.</source>
      <translation>请用新版 rwkv.cpp 重新量化模型，或使用其 FP16 版本。</translation>
    </message>
    <message>
      <source>Save it again on an ordinary PC.</source>
      <translation>请在普通电脑上重新保存。</translation>
    </message>
    <message>
      <source>Set aside more in the settings, or the text is read again after each start.</source>
      <translation>请在设置中预留更多空间，否则每次启动后都要重读文字。</translation>
    </message>
    <message>
      <source>Something went wrong inside Longscroll. Your text is kept.</source>
      <translation>长卷内部出了问题。你的文字没有丢失。</translation>
    </message>
    <message>
      <source>States cannot be written as {file}.</source>
      <translation>状态不能保存为 {file}。</translation>
    </message>
    <message>
      <source>The damaged file is kept as {path}.</source>
      <translation>损坏的文件保留为 {path}。</translation>
    </message>
    <message>
      <source>The disk is full: the library {path} cannot be saved.</source>
      <translation>磁盘已满：书库 {path} 无法保存。</translation>
    </message>
    <message>
      <source>The disk is full: the model could not be prepared in {folder}.</source>
      <translation>磁盘已满：无法在 {folder} 中准备模型。</translation>
    </message>
    <message>
      <source>The disk is full: {file} could not be written.</source>
      <translation>磁盘已满：无法写入 {file}。</translation>
    </message>
    <message>
      <source>The disk reported an error at the library {path}.</source>
      <translation>磁盘在读写书库 {path} 时报告了错误。</translation>
    </message>
    <message>
      <source>The engine met an error it did not expect.</source>
      <translation>引擎遇到了意料之外的错误。</translation>
    </message>
    <message>
      <source>The folder {folder} holds no model file.</source>
      <translation>文件夹 {folder} 中没有模型文件。</translation>
    </message>
    <message>
      <source>The folder {folder} holds several model files.</source>
      <translation>文件夹 {folder} 中有多个模型文件。</translation>
    </message>
    <message>
      <source>The library {path} cannot be opened or written.</source>
      <translation>书库 {path} 无法打开或写入。</translation>
    </message>
    <message>
      <source>The library {path} is damaged, or is not a Longscroll library. It was not changed.</source>
      <translation>书库 {path} 已损坏，或不是长卷的书库。它没有被改动。</translation>
    </message>
    <message>
      <source>The model could not be prepared in {folder}: {reason}.</source>
      <translation>无法在 {folder} 中准备模型：{reason}。</translation>
    </message>
    <message>
      <source>The model file {file} cannot be read: {reason}.</source>
      <translation>无法读取模型文件 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The model file {file} does not exist.</source>
      <translation>模型文件 {file} 不存在。</translation>
    </message>
    <message>
      <source>The model file {file} is damaged: {detail}.</source>
      <translation>模型文件 {file} 已损坏：{detail}。</translation>
    </message>
    <message>
      <source>The model file {file} wants to run code ({callable}) and was refused.</source>
      <translation>模型文件 {file} 企图运行代码（{callable}），已被拒绝。</translation>
    </message>
    <message>
      <source>The model file {file} {what}.</source>
      <translation>模型文件 {file} {what}。</translation>
    </message>
    <message>
      <source>The model gave no usable numbers.</source>
      <translation>模型没有给出可用的数值。</translation>
    </message>
    <message>
      <source>The model takes the text to be complete and added nothing.</source>
      <translation>模型认为这段文字已经完整，没有再写。</translation>
    </message>
    <message>
      <source>The model {file} is not whole: its part {part} is missing.</source>
      <translation>模型 {file} 不完整：缺少部分 {part}。</translation>
    </message>
    <message>
      <source>The runtime “{runtime}” needs {package}, which is not installed.</source>
      <translation>运行方式“{runtime}”需要 {package}，但它尚未安装。</translation>
    </message>
    <message>
      <source>The settings cannot be saved in {path}: {reason}.</source>
      <translation>无法把设置保存到 {path}：{reason}。</translation>
    </message>
    <message>
      <source>The settings file was damaged, so the usual settings are used.</source>
      <translation>设置文件已损坏，现使用默认设置。</translation>
    </message>
    <message>
      <source>The settings in {path} cannot be read: {reason}.</source>
      <translation>无法读取 {path} 中的设置：{reason}。</translation>
    </message>
    <message>
      <source>The state could not be saved as {file}: {reason}.</source>
      <translation>状态无法保存为 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The state file {file} does not fit this model: tensor {tensor} is {found} and should be {expected}.</source>
      <translation>状态文件 {file} 与此模型不符：张量 {tensor} 为 {found}，应为 {expected}。</translation>
    </message>
    <message>
      <source>The state file {file} is of no use here: RWKV-4 has no tuned states.</source>
      <translation>状态文件 {file} 在此无法使用：RWKV-4 没有可调校的状态。</translation>
    </message>
    <message>
      <source>The text is safe; the model will read it again.</source>
      <translation>文字是安全的；模型会重读一遍。</translation>
    </message>
    <message>
      <source>The tokenizer {file} cannot be used: {reason}.</source>
      <translation>分词器 {file} 无法使用：{reason}。</translation>
    </message>
    <message>
      <source>The tokenizer {file} has {tokens} tokens, but the model knows only {ids}.</source>
      <translation>分词器 {file} 有 {tokens} 个词元，而模型只认识 {ids} 个。</translation>
    </message>
    <message>
      <source>The usual settings are used. Check that you may read this file.</source>
      <translation>现使用默认设置。请确认你可以读取该文件。</translation>
    </message>
    <message>
      <source>The vocabulary could not be copied to {file}: {reason}.</source>
      <translation>词表无法复制到 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The vocabulary {file} cannot be read: {reason}.</source>
      <translation>无法读取词表 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The vocabulary {file} is damaged at line {line}.</source>
      <translation>词表 {file} 在第 {line} 行损坏。</translation>
    </message>
    <message>
      <source>There is no device called “{name}”.</source>
      <translation>没有名为“{name}”的设备。</translation>
    </message>
    <message>
      <source>There is no runtime called “{name}”.</source>
      <translation>没有名为“{name}”的运行时。</translation>
    </message>
    <message>
      <source>There is no screen to open a window on.</source>
      <translation>没有可以打开窗口的屏幕。</translation>
    </message>
    <message>
      <source>There is no tokenizer for the model {model}, which has {ids} tokens.</source>
      <translation>模型 {model} 有 {ids} 个词元，但没有它的分词器。</translation>
    </message>
    <message>
      <source>There is not enough room for {file}: it needs {needed} MB, and {free} MB are free.</source>
      <translation>{file} 的空间不足：需要 {needed} MB，可用 {free} MB。</translation>
    </message>
    <message>
      <source>There was not enough memory.</source>
      <translation>内存不足。</translation>
    </message>
    <message>
      <source>This document is no longer in the library.</source>
      <translation>这个文档已不在书库中。</translation>
    </message>
    <message>
      <source>This library was written by a newer Longscroll: {path}. It was not changed.</source>
      <translation>这个书库是由更新版本的长卷写入的：{path}。它没有被改动。</translation>
    </message>
    <message>
      <source>Try another model; if none works, reinstall Longscroll.</source>
      <translation>请换一个模型试试；如果都不行，请重新安装长卷。</translation>
    </message>
    <message>
      <source>Update Longscroll to open it, or choose another data folder.</source>
      <translation>请升级长卷后再打开，或另选一个数据文件夹。</translation>
    </message>
    <message>
      <source>Use a bfloat16 or float32 version of the model.</source>
      <translation>请使用模型的 bfloat16 或 float32 版本。</translation>
    </message>
    <message>
      <source>Use a float16, bfloat16 or float32 version of the model.</source>
      <translation>请使用该模型的 float16、bfloat16 或 float32 版本。</translation>
    </message>
    <message>
      <source>Use a pure RWKV-6 or RWKV-7 model.</source>
      <translation>请使用纯 RWKV-6 或 RWKV-7 模型。</translation>
    </message>
    <message>
      <source>Use an F16, Q8_0, Q4_K or Q4_0 version of the model.</source>
      <translation>请使用模型的 F16、Q8_0、Q4_K 或 Q4_0 版本。</translation>
    </message>
    <message>
      <source>Use an unchanged RWKV model.</source>
      <translation>请使用未经改动的 RWKV 模型。</translation>
    </message>
    <message>
      <source>Use an unchanged copy of the model.</source>
      <translation>请使用未经改动的模型。</translation>
    </message>
    <message>
      <source>Use the file as its author published it.</source>
      <translation>请使用作者发布的原始文件。</translation>
    </message>
    <message>
      <source>Use the window that is open, or close the other program and try again.</source>
      <translation>请使用已经打开的窗口，或关闭另一个程序后再试。</translation>
    </message>
    <message>
      <source>Write a few words more, or press Retry.</source>
      <translation>请再写几个字，或按“重写”。</translation>
    </message>
    <message>
      <source>Your text is safe. Try again; if it happens again, load the model again.</source>
      <translation>你的文字是安全的。请再试一次；如果再次发生，请重新加载模型。</translation>
    </message>
    <message>
      <source>has the byte order of another kind of computer</source>
      <translation>的字节序属于另一类计算机</translation>
    </message>
    <message>
      <source>holds no RWKV model</source>
      <translation>中没有 RWKV 模型</translation>
    </message>
    <message>
      <source>is a bare pickle of an old PyTorch, which is unsafe</source>
      <translation>是旧版 PyTorch 的裸 pickle，不安全</translation>
    </message>
    <message>
      <source>is a web page that was saved in place of the model</source>
      <translation>其实是误存为模型的网页</translation>
    </message>
    <message>
      <source>is one part of a model that was split</source>
      <translation>只是被拆分的模型的一部分</translation>
    </message>
    <message>
      <source>is only a pointer to the real file (Git LFS)</source>
      <translation>只是指向真正文件的指针（Git LFS）</translation>
    </message>
    <message>
      <source>was packed or encrypted again</source>
      <translation>被重新打包或加密过</translation>
    </message>
    <message>
      <source>{file} could not be written: {reason}.</source>
      <translation>无法写入 {file}：{reason}。</translation>
    </message>
    <message>
      <source>{file} holds no tuned state.</source>
      <translation>{file} 中没有调校过的状态。</translation>
    </message>
    <message>
      <source>{file} is an {kind} model; Longscroll runs RWKV-4, 5, 6 and 7.</source>
      <translation>{file} 是 {kind} 模型；长卷运行 RWKV-4、5、6 和 7。</translation>
    </message>
    <message>
      <source>{file} is not a model file that Longscroll can read.</source>
      <translation>{file} 不是长卷能读取的模型文件。</translation>
    </message>
    <message>
      <source>{file} is there already.</source>
      <translation>{file} 已经存在。</translation>
    </message>
  </context>
  <context>
    <name>WritePage</name>
    <message>
      <source>Begin one: you write, and the model continues where you stop.</source>
      <translation>开始一个吧：你来写，模型从你停笔处接着写。</translation>
    </message>
    <message>
      <source>New story</source>
      <translation>新建故事</translation>
    </message>
    <message>
      <source>No story is open</source>
      <translation>没有打开的故事</translation>
    </message>
    <message>
      <source>Show or hide stories</source>
      <translation>显示或隐藏故事列表</translation>
    </message>
    <message>
      <source>Show or hide the panel</source>
      <translation>显示或隐藏面板</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
</TS>
