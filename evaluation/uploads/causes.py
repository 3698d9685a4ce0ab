"""Why a file is refused, one sentence for each cause: what is wrong and what to do."""

from enum import Enum


class Cause(Enum):
    EMPTY = "是空文件，请检查后重新选择"
    TOO_BIG = "超过20MB，请压缩或分开后再上传"
    TYPE = "类型不对，可以上传PDF、JPG、PNG、Word（docx）、Excel（xlsx）、OFD文件"
    NO_PAPER = "类型不对，正本可以是PDF、OFD、Word（docx）或者JPG文件"
    NO_PICTURE = "不是照片，请上传JPG或PNG照片"
    OLD_OFFICE = (
        "是旧版格式（doc、xls、wps、et），请用WPS或Office打开，点“文件”，再点“另存为”，类型选docx或xlsx"
        "（也可以点“输出为PDF”），然后上传新存的文件"
    )
    LOCKED = "设有密码，请去掉密码后再上传"
    BROKEN = "已损坏或不完整，请重新生成后再上传"
    ACTIVE = "里有宏、脚本或会自动执行的动作，请另存为不含宏的docx、xlsx，或打印成PDF后再上传"
    STOWED = "里夹带了别的文件（附件、嵌入的对象），请去掉，或打印成PDF后再上传"
    LINKED = "里有指向其他文件、模板或外部图片的链接，请断开链接，或打印成PDF后再上传"
    FOREIGN = "里有不认识的内容，请用WPS或Office打开，另存为docx或xlsx，或打印成PDF后再上传"
    SWOLLEN = "展开后过大，请缩小或打印成PDF后再上传"
    INTRICATE = "结构过于复杂，没能检查完，请分成几个文件，或重新打印成PDF后再上传"
    BUSY = "暂时没能检查，请稍后再上传"


class Unfit(Exception):
    """A file that is not kept. As text: a sentence for a person."""

    def __init__(self, cause: Cause, title: str = "") -> None:
        super().__init__(f"“{title}”{cause.value}。")
        self.cause = cause
