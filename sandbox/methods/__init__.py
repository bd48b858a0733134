"""The Bot API, one small function a method. What is not here answers 501."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import account, albums, copying, editing, inline, menu, polling, sending, taps
from sandbox.requests import Request

Handler = Callable[[Request], Any]

METHODS: dict[str, Handler] = {
    "getMe": account.get_me,
    "getChat": account.get_chat,
    "getFile": account.get_file,
    "leaveChat": account.leave_chat,
    "getUpdates": polling.get_updates,
    "getWebhookInfo": polling.get_webhook_info,
    "deleteWebhook": polling.delete_webhook,
    "setMyCommands": menu.set_my_commands,
    "getMyCommands": menu.get_my_commands,
    "deleteMyCommands": menu.delete_my_commands,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendVideo": sending.send_video,
    "sendAudio": sending.send_audio,
    "sendAnimation": sending.send_animation,
    "sendVideoNote": sending.send_video_note,
    "sendSticker": sending.send_sticker,
    "sendMediaGroup": albums.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "setMessageReaction": taps.set_message_reaction,
    "copyMessage": copying.copy_message,
    "copyMessages": copying.copy_messages,
    "forwardMessage": copying.forward_message,
    "forwardMessages": copying.forward_messages,
    "answerCallbackQuery": taps.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
}
